"""Prove a prepaid balance from its proof file alone: python verify_statement.py proof.jsonl

The file has one JSON object a line: the account, its entries in the order of the chain, its holds, its statements, and a last line
with their number and digest. Compare the digest printed at the end with the one on your last printed statement: whoever wrote
the whole file anew cannot have made that. Needs Python 3.8 or later, nothing else. The program prints what it recomputed and
ends with status 1 on the first difference.
"""
import hashlib
import json
import sys

FORMAT = "prepaid-proof-2"
KINDS = ("account", "entry", "hold", "statement", "end")
SEALED = ("prev_hash", "number", "account_id", "date_from", "date_to", "opening_fen", "closing_fen", "line_count", "last_entry_hash", "lines_digest")


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def need(condition, sentence):
    if not condition:
        sys.exit("DIFFERENCE: " + sentence)


def read(lines):
    records, lines = [], [line.rstrip("\r\n") for line in lines if line.strip()]
    for place, line in enumerate(lines, 1):
        try:
            records.append(json.loads(line))
        except ValueError:
            need(False, f"line {place} cannot be read")
        need(isinstance(records[-1], dict) and records[-1].get("type") in KINDS, f"line {place} is of no known kind")
    need(len(records) > 1 and records[0]["type"] == "account", "the file does not begin with an account")
    need(records[0].get("format") == FORMAT, f"the file is not of the format {FORMAT}")
    need(records[-1]["type"] == "end", "the file has no end: lines are missing")
    end, records = records[-1], records[:-1]
    counts = {kind: sum(record["type"] == kind for record in records) for kind in ("entry", "hold", "statement")}
    need(end.get("counts") == counts, "lines are missing or were added")
    need(end.get("digest") == sha256("".join(line + "\n" for line in lines[:-1])), "the lines are not as they were written")
    return records


def verify(lines):
    try:
        return prove(read(lines))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        return need(False, f"a record lacks a part or has one of another kind ({error!r})")


def prove(records):
    account, of_type = records[0], lambda kind: [record for record in records if record["type"] == kind]
    number, amounts, digests, previous = account["account_id"], {}, {}, ""
    for place, entry in enumerate(of_type("entry"), 1):
        name = f"entry {place} "
        need(entry["sequence"] == place, name + "has another number")
        need(sha256(entry["text"]) == entry["hash"], name + "is not the text that was sealed")
        need(entry["text"].startswith(f"{previous}|{number}|{place}|"), name + "does not follow the one before")
        need(int(entry["text"].split("|")[5]) == entry["amount_fen"], name + "has another amount than the one sealed")
        amounts[place], digests[place], previous = entry["amount_fen"], entry["hash"], entry["hash"]
    balance, held = sum(amounts.values()), sum(hold["open_fen"] for hold in of_type("hold"))
    need(balance == account["balance_fen"], f"the entries add up to {balance} fen, the balance says {account['balance_fen']}")
    need(balance - held - account["pending_fen"] == account["available_fen"], "balance - held is not what is available")
    seen, before, closing = set(), "", 0
    for statement in of_type("statement"):
        places, name = statement["sequences"], f"statement {statement['number']} "
        need(sha256("|".join(str(statement[part]) for part in SEALED)) == statement["hash"], name + "is not as it was sealed")
        need(statement["prev_hash"] == before, name + "does not name the statement before")
        need(statement["opening_fen"] == closing, name + "does not open with the closing before")
        need(amounts.keys() >= set(places), name + "has an entry that is not in the file")
        closing = statement["opening_fen"] + sum(amounts[place] for place in places)
        need(statement["closing_fen"] == closing and statement["line_count"] == len(places), name + "does not add up")
        need(statement["lines_digest"] == sha256("".join(digests[place] for place in places)), name + "has other entries")
        need(not seen.intersection(places), name + "repeats an entry")
        seen.update(places)
        before = statement["hash"]
    return (f"{account['name']}: {len(amounts)} entries chained, balance {balance / 100:.2f}, held {held / 100:.2f}, "
            f"available {account['available_fen'] / 100:.2f}, {len(of_type('statement'))} statements. All agree. Last digest {previous}")


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.stdout.write(verify(file) + "\n")
