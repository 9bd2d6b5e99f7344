"""How a refusal's sentence is filled in: shared by the message catalogues of all addons."""
from ..money import yuan


def fill(env, text, params):
    """Translate a sentence and put its figures in.

    :param env: environment; its language is used.
    :param text: lazily translated text with ``%(name)s`` places.
    :param params: what the sentence names; ``x_fen`` values are given as yuan under the name ``x``.
    :return: text.
    """
    words = {key: value for key, value in params.items() if not key.endswith("_fen")}
    words.update({key.removesuffix("_fen"): yuan(value) for key, value in params.items() if key.endswith("_fen")})
    translated = env._(text)
    return translated % words


def label_of(record, name="state"):
    """Give the word the reader sees for a selection.

    :param record: one record.
    :param name: its selection field.
    :return: text, empty when nothing is chosen.
    """
    return dict(record._fields[name]._description_selection(record.env)).get(record[name], "")
