"""A bucket of a store that speaks S3: few verbs, each repeated where the network fails, checked where bytes arrive, told in words where refused."""

from __future__ import annotations

import base64
import hashlib
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from pipeline.publish.release import File
from pipeline.publish.trouble import TargetTrouble

WORKERS = 16  # requests at once
_TRIES = 6  # of a request that fails for a passing reason: with its pauses that is about half a minute
_CONNECT, _READ = 10, 60  # seconds
_RUN_AGAIN = "The site that visitors see still works; run the same again when it is mended, and it goes on from here."
_CURES = {
    "NoSuchBucket": "There is no such bucket. Correct --target, or make the bucket.",
    "AccessDenied": "These credentials may not do that. Give them s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject and s3:DeleteObject on what is in it.",
    "403": "These credentials may not do that. Give them s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject and s3:DeleteObject on what is in it.",
    "InvalidAccessKeyId": "The store does not know this key. Correct AWS_ACCESS_KEY_ID.",
    "SignatureDoesNotMatch": "The secret does not fit the key. Correct AWS_SECRET_ACCESS_KEY.",
    "ExpiredToken": "The credentials have run out. Sign in again.",
    "PermanentRedirect": "The bucket is in another region. Set AWS_REGION to it.",
    "AuthorizationHeaderMalformed": "The bucket is in another region. Set AWS_REGION to it.",
    "NotImplemented": "The store lacks what publishing needs: conditional writes (If-None-Match and If-Match).",
}


@dataclass(frozen=True)
class Held:
    """An object: its bytes, its ETag, and how many seconds ago it was written, all by the store's own clock."""

    data: bytes
    etag: str
    age: float


@dataclass(frozen=True)
class Listed:
    """An object in a listing."""

    size: int
    etag: str
    modified: datetime


class Store:
    """One bucket. Each method raises TargetTrouble. `guard` is called before every change, and before every repetition of one that visitors see."""

    def __init__(self, bucket: str, url: str) -> None:
        self.bucket, self.url = bucket, url
        self.guard: Callable[[], None] | None = None
        self._client = _connect(url)
        for operation in ("CopyObject", "DeleteObject"):  # boto3 may repeat them after the lock has run out
            self._client.meta.events.register(f"before-send.s3.{operation}", lambda **_: self._check())

    def _check(self) -> None:
        if self.guard:
            self.guard()

    @property
    def _closing(self) -> str:
        """What to say after what has gone wrong: at work, that nobody was harmed."""
        return f" {_RUN_AGAIN}" if self.guard else ""

    def list(self, prefix: str, most: int | None = None) -> dict[str, Listed]:
        """The objects whose keys begin with `prefix`, by the rest of their keys."""
        found: dict[str, Listed] = {}
        with self._telling("list the bucket"):
            limits = {"MaxItems": most, "PageSize": most} if most else {}
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix, PaginationConfig=limits):
                for one in page.get("Contents", ()):
                    found[one["Key"].removeprefix(prefix)] = Listed(one["Size"], one["ETag"], one["LastModified"])
        return found

    def read(self, key: str) -> Held | None:
        """An object, or None."""
        with self._telling(f"read {key}", missing=True) as answer:
            got = self._try("get_object", Key=key)
            date = got["ResponseMetadata"]["HTTPHeaders"].get("date")
            age = (parsedate_to_datetime(date) - got["LastModified"]).total_seconds() if date else 0.0
            answer.append(Held(got["Body"].read(), got["ETag"], age))
        return answer[-1]

    def describe(self, key: str) -> tuple[str, str, str] | None:
        """The SHA-256 that we wrote with an object (or nothing), its media type and cache rule; None where there is no object."""
        with self._telling(f"look at {key}", missing=True) as answer:
            head = self._try("head_object", Key=key)
            answer.append((head["Metadata"].get("sha256", ""), head.get("ContentType", ""), head.get("CacheControl", "")))
        return answer[-1]

    def put(self, key: str, data: bytes, file: File | None = None, **condition: str) -> str | None:
        """Write an object, and see that it arrived; return its ETag, or None where the condition (IfNoneMatch, IfMatch) was not met."""
        if not condition:  # only the lock itself is written on a condition
            self._check()
        digest = hashlib.sha256(data)
        rules = {"ContentType": file.type, "CacheControl": file.cache} if file else {"ContentType": "application/json", "CacheControl": "no-store"}
        with self._telling(f"write {key}", unmet=bool(condition)) as answer:
            put = self._try("put_object", Key=key, Body=data, ChecksumSHA256=base64.b64encode(digest.digest()).decode(),
                            Metadata={"sha256": digest.hexdigest()}, **rules, **condition)
            self._verify(key, put.get("ChecksumSHA256"), put["ETag"], data)
            answer.append(put["ETag"])
        return answer[-1]

    def copy(self, source: str, etag: str, key: str, file: File) -> None:
        """Copy an object inside the store, with the file's own type and cache rule, and see that it is the same."""
        with self._telling(f"copy to {key}"):
            done = self._try("copy_object", Key=key, CopySource={"Bucket": self.bucket, "Key": source}, MetadataDirective="REPLACE",
                             ContentType=file.type, CacheControl=file.cache, Metadata={"sha256": file.sha256})
            if done["CopyObjectResult"]["ETag"] != etag:  # so with some kinds of encryption
                self._read_back(key, file.sha256)

    def delete(self, key: str) -> None:
        with self._telling(f"delete {key}"):
            self._try("delete_object", Key=key)

    def _verify(self, key: str, checksum: str | None, etag: str, data: bytes) -> None:
        digest = hashlib.sha256(data)
        if checksum == base64.b64encode(digest.digest()).decode() or etag.strip('"') == hashlib.md5(data, usedforsecurity=False).hexdigest():
            return
        self._read_back(key, digest.hexdigest())

    def _read_back(self, key: str, sha256: str) -> None:
        if hashlib.sha256(self._try("get_object", Key=key)["Body"].read()).hexdigest() != sha256:
            raise TargetTrouble(f"The store holds other bytes in {key} than were sent.{self._closing}")

    def _try(self, verb: str, **arguments: Any) -> dict[str, Any]:
        """Call the store. boto3 repeats what the network or the store's load broke; a conflict (409) is left to us."""
        from botocore.exceptions import ClientError

        for turn in range(_TRIES):
            try:
                return getattr(self._client, verb)(Bucket=self.bucket, **arguments)
            except ClientError as error:
                if _status(error) != 409 or turn == _TRIES - 1:
                    raise
                time.sleep(random.uniform(0, min(0.2 * 2**turn, 5)))  # noqa: S311 spreads tries apart, and hides nothing
        raise AssertionError

    @contextmanager
    def _telling(self, doing: str, missing: bool = False, unmet: bool = False) -> Iterator[list[Any]]:
        """Put boto3's errors into words. With `missing`, an object that is not there answers None; with `unmet`, so does a condition."""
        from botocore.exceptions import (
            BotoCoreError,
            ClientError,
            NoCredentialsError,
            PartialCredentialsError,
        )

        answer: list[Any] = [None]
        try:
            yield answer
        except ClientError as error:
            code, status = error.response.get("Error", {}).get("Code", ""), _status(error)
            if (missing and code in {"NoSuchKey", "404"}) or (unmet and (status == 412 or code == "NoSuchKey")):
                return
            words = _CURES.get(code) or f"It says {status}, {code}: {error.response.get('Error', {}).get('Message', '')}."
            raise TargetTrouble(f"{self.url}: the store did not {doing}. {words}{self._closing}") from error
        except (NoCredentialsError, PartialCredentialsError):
            raise TargetTrouble(f"{self.url}: there are no credentials for the store. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with the AWS tools.") from None
        except BotoCoreError as error:
            raise TargetTrouble(f"{self.url}: the store can't be reached ({error}). Check the network, and AWS_ENDPOINT_URL if you set it.{self._closing}") from error


def _connect(url: str) -> Any:
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
    except ImportError:
        raise TargetTrouble("The package boto3 must be installed for s3:// targets. Run the command once as `python3 tasks.py …`, which installs it.") from None
    own_endpoint = any(os.environ.get(name) for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"))
    config = Config(
        connect_timeout=_CONNECT, read_timeout=_READ, max_pool_connections=WORKERS + 2,
        retries={"mode": "standard", **({} if os.environ.get("AWS_MAX_ATTEMPTS") else {"total_max_attempts": _TRIES})},
        response_checksum_validation="when_required",
        s3={"addressing_style": "path"} if own_endpoint else None)  # own stores seldom have a host name for each bucket
    try:
        return boto3.client("s3", config=config)
    except (BotoCoreError, ValueError) as error:
        raise TargetTrouble(f"{url}: the store can't be used ({error}). Correct AWS_ENDPOINT_URL, AWS_REGION or your AWS profile.") from None


def _status(error: Any) -> int:
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
