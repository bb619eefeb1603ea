"""Contact facts that the clinic has not given yet: marked, shown, and never published."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check.rule import Found, Site, rule


@rule("placeholder", "warning", scope="site")
def check_placeholders(site: Site) -> Iterator[Found]:
    """In production no contact fact should be a placeholder: visitors would call a number that reaches nobody."""
    facts = site.library.facts
    clinic, located = facts.clinic, facts.sources.get("clinic.yaml")
    if clinic is None or located is None or not site.occasion.production:
        return
    parts = [(("phones", index, "number"), phone.placeholder) for index, phone in enumerate(clinic.phones)]
    parts += [((key, leaf), getattr(clinic, key).placeholder) for key, leaf in (("booking", "url"), ("hours", "open"), ("address", "lines"), ("security", "contact")) if getattr(clinic, key)]
    for at, placeholder in parts:
        if placeholder:
            yield Found(located.place(*at), f"“{at[0]}” should be the clinic's own before the site is published.",
                        "Write the real one and delete “placeholder: true”.", located.path)
