"""The stock light of an order line."""


def stock_light(free: float, wanted: float) -> str:
    """Say in one colour whether HQ can ship a line now.

    :param free: pieces on hand that nobody has reserved.
    :param wanted: pieces of the line.
    :return: ``green`` all of it, ``amber`` a part of it, ``red`` nothing.
    """
    if free <= 0:
        return "red"
    return "green" if free >= wanted else "amber"
