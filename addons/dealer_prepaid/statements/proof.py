"""The file that proves a balance: one JSON object a line, so that a short program of the dealer's own can read it."""
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

FORMAT = "prepaid-proof-2"


def proof_lines(account: Mapping[str, object], entries: Iterable[Mapping], holds: Iterable[Mapping], statements: Iterable[Mapping]) -> Iterator[str]:
    """Write the lines of a proof file: the account, every entry in the order of its chain, every live hold, every statement.

    :param account: name, balance_fen, held_fen, pending_fen, available_fen, and what else names the account.
    :param entries: sequence, amount_fen, text (what was hashed) and hash of each.
    :param holds: key, open_fen and label of each.
    :param statements: the sealed parts and the hash of each, and ``sequences`` of its entries.
    :return: JSON texts without a line end; the last one counts the others and carries their digest, so that nothing is left out unseen.
    """
    digest, counts = hashlib.sha256(), {"entry": 0, "hold": 0, "statement": 0}

    def line(kind, record):
        text = json.dumps({"type": kind, **record}, ensure_ascii=False, default=str)
        digest.update(text.encode() + b"\n")
        return text
    yield line("account", {"format": FORMAT, **account})
    for kind, records in (("entry", entries), ("hold", holds), ("statement", statements)):
        for record in records:
            counts[kind] += 1
            yield line(kind, record)
    yield json.dumps({"type": "end", "counts": counts, "digest": digest.hexdigest()})
