"""Composes what a page says of its claims: how sure we are, what is under review, and the evidence table for each condition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from pipeline.read.body import Body, Claim
from pipeline.read.facts import Facts
from pipeline.render import views
from pipeline.render.fill import Citations, cite


def compose_claim(claim: Claim, today: dt.date, words: Mapping[str, str]) -> views.Claim:
    """The view of one claim; from the day after it expires it is under review."""
    return views.Claim(
        id=claim_id(claim), kind=claim.kind, level=claim.certainty.replace(" ", "-"),
        certainty=words[f"certainty_{claim.certainty.replace(' ', '_')}"] if claim.certainty else "",
        under_review=words["claim_under_review"] if is_expired(claim, today) else "")


def compose_evidence(body: Body, facts: Facts, citations: Citations, today: dt.date, lang: str) -> tuple[views.Evidence, ...]:
    """A table for each condition, in the order in which the text comes to them; benefits stand before harms."""
    words = facts.words[lang]
    claims = [claim for claim in body.claims if claim.condition]
    tables = []
    for condition in dict.fromkeys(claim.condition for claim in claims):
        own = sorted((claim for claim in claims if claim.condition == condition), key=lambda claim: claim.kind)
        rows = tuple(views.EvidenceRow(compose_claim(claim, today, words), words[f"evidence_{claim.kind}"], claim.text, f"#{claim_id(claim)}", _sources(claim, citations)) for claim in own)
        tables.append(views.Evidence(facts.conditions[condition].name[lang], rows))
    return tuple(tables)


def is_expired(claim: Claim, today: dt.date) -> bool:
    """Whether the claim's last good day has passed."""
    return claim.expires is not None and today > claim.expires


def claim_id(claim: Claim) -> str:
    """The id of the claim on its page, which links lead to."""
    return f"claim-{claim.name}"


def _sources(claim: Claim, citations: Citations) -> tuple[views.Cited, ...]:
    names = dict.fromkeys(name for citation in claim.citations for name, _ in citation.items)
    return tuple(cite(name, "", citations) for name in names)
