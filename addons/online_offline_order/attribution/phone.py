"""One way to write a phone number, so that a consumer is one consumer."""


def phone_key(text: str | None) -> str:
    """Give the digits of a phone number without the code of mainland China: "+86 138-0000 0001" -> "13800000001".

    :param text: as it was typed. :return: ASCII digits, empty where there are fewer than 6.
    """
    digits = "".join(char for char in text or "" if char in "0123456789")
    if digits.startswith("0086"):
        digits = digits[4:]
    elif len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    return digits if len(digits) >= 6 else ""
