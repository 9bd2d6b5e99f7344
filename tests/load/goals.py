"""What the long form asks of the times of the cases (ledger.md: C01, C02, C11 and L3). ``bin/test`` asks for none of it: its machine may be busy."""

USERS = 48      # the goals are stated for so many users at once; more are measured without a verdict

GOALS = {
    "C01": {"p95": 1.0, "max": 5.0},        # max: L3
    "C02": {"p95": 1.0, "max": 5.0},
    "C11": {"seconds": 10.0},
    "O01": {"p95": 1.0, "max": 5.0},        # submits of whole orders, asked the same
    "O02": {"p95": 1.0, "max": 5.0},
}


def missed(figures):
    """Say which times of a case are above their goals.

    :param figures: what a case returned: ``case``, ``users`` and its times in seconds.
    :return: list of sentences, empty when all goals are reached or none is stated.
    """
    if figures.get("users", USERS) > USERS:
        return []
    return [f"{name} {figures[name]} s, goal {goal:g} s" for name, goal in GOALS.get(figures["case"], {}).items() if figures[name] > goal]
