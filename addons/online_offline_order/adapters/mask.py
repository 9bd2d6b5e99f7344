"""What people see of a consumer whose data are not theirs to see."""

STAR, HIDDEN = "*", "****"


def mask_name(name):
    """Give the first character and a star: 张三 -> 张*; empty stays empty.

    :param name: text or False.
    :return: text.
    """
    name = (name or "").strip()
    return name[:1] + STAR if name else ""


def mask_phone(phone):
    """Give a phone number with its middle hidden: 13812340001 -> 138****0001; a short one shows its last two digits.

    :param phone: text or False.
    :return: text.
    """
    digits = "".join(char for char in phone or "" if char.isdigit())
    if len(digits) >= 11:
        return digits[:3] + HIDDEN + digits[-4:]
    return HIDDEN + digits[-2:] if digits else ""


def mask_street(street):
    """Hide a street wholly: region and city say enough.

    :param street: text or False.
    :return: text.
    """
    return HIDDEN if (street or "").strip() else ""
