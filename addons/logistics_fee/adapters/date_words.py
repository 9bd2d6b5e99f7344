"""What is odd about the dates of a contract's versions, as sentences."""
from datetime import date


def date_sentences(env, findings, number) -> list:
    """Write findings of ``tariff.check_dates``.

    :param env: environment; its language is used. :param findings: DateFinding tuples.
    :param number: number of the version that is looked at; findings about others only are left out.
    :return: list of (level, sentence).
    """
    return [(finding.level, WRITERS[finding.code](env, finding)) for finding in findings if number in finding.versions]


def past_start(env, start: date, today: date) -> list:
    """:return: a warning as (level, sentence) when a version starts before today, else nothing."""
    if start >= today:
        return []
    return [("warning", env._(
        "The prices count from %(date)s, which is over: quotes that were given stay, but what is quoted again for those days changes.", date=start))]


def _versions(finding):
    return "、".join(f"v{number}" for number in finding.versions)


WRITERS = {
    "same_start": lambda env, f: env._(
        "Versions %(versions)s start on the same day with the same priority: change a date or the priority.", versions=_versions(f)),
    "gap": lambda env, f: env._(
        "No version is in force from %(first)s to %(last)s (between %(versions)s).", first=f.first, last=f.last, versions=_versions(f)),
    "never_in_force": lambda env, f: env._(
        "Version %(versions)s is never in force: another one from the same day with a higher priority covers all its days.", versions=_versions(f)),
    "ends_before_start": lambda env, f: env._(
        "Version %(versions)s ends before it starts: correct its dates.", versions=_versions(f)),
}
