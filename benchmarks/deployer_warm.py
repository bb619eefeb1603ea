"""Imported once by the process that all deployers are forked from: loads what takes boto3 longest, its descriptions of services."""

import boto3

from benchmarks import deployer  # noqa: F401 what it loads is the point

boto3.client("s3", region_name="us-east-1")
