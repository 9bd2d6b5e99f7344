"""One batch of bill lines beside their parcels: the pure core compares, this brings tax bases and fees inside amounts together."""
from dataclasses import dataclass, field, replace

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..tariff import Contract, pick, quote_tariff, shares
from ..tariff.matching import BillLine, MatchRules, Sent, decide, match, tracking_of
from ..tariff.tax import on_basis
from ..tariff.units import PPM
from .bill_words import result_of
from .shipped import options_of, shipments, shipped

# A row can hold the amount and this many fees inside it, less one.
PER_ROW = 32
FREIGHT = "freight"
UNPAID = ("duplicate_in_bill", "already_billed", "unknown_tracking", "unreadable_tracking", "carrier_mismatch")


@dataclass
class Terms:
    """How a bill is compared. :ivar contracts: what ``logistics.parcel._cost_contracts`` gives. :ivar origins: parcel id ->
    id of the warehouse it left from, where contracts differ by it. :ivar is_net: amounts are without tax.
    :ivar gross_prices: our prices contain it. :ivar includes: codes inside the freight, None = all
    without lines of their own. :ivar codes: all codes of the contracts. :ivar own_lines: fees that the bill has lines of.
    :ivar decisions: the policies, in order. :ivar carrier: id."""

    carrier: int
    contracts: dict
    decisions: list
    is_net: bool = False
    gross_prices: bool = True
    tax_ppm: int = 0
    tol_fen: int = 0
    includes: tuple | None = None
    codes: tuple = ()
    own_lines: frozenset = frozenset()
    origins: dict = field(default_factory=dict)

    def basis(self, amount_fen, to_bill=False):
        """:return: an amount of the bill on the contract's basis, or back."""
        bill, ours = not self.is_net, self.gross_prices
        return on_basis(amount_fen, ours if to_bill else bill, bill if to_bill else ours, self.tax_ppm)

    def fraction(self):
        """:return: (times, by) that bring an amount of the bill to what it is with tax."""
        return (PPM + self.tax_ppm, PPM) if self.is_net else (1, 1)

    def rules(self):
        """:return: MatchRules with the freight's bundle."""
        inside = self.codes if self.includes is None else self.includes
        bundle = (FREIGHT, *(code for code in inside if code not in self.own_lines and code != FREIGHT))
        same = self.is_net != self.gross_prices
        return MatchRules(max(self.tol_fen, 0 if same else 1), bundles={FREIGHT: bundle}, tax_ppm=self.tax_ppm)


def contract_of(contracts, parcel, origins):
    """:param contracts: direction, or (direction, warehouse id) -> Contract. :return: the contract a parcel is priced by at cost, or None."""
    own, general = contracts.get((parcel.direction, origins.get(parcel.id))), contracts.get(parcel.direction)
    day = parcel.shipped_date
    return own if own and (not general or (day and pick(own.versions, day))) else general


def price(contract, parcels, chain):
    """Price a shipment at cost.

    :param contract: Contract of the core or None. :param parcels: logistics.parcel records that left together. :param chain: division
        codes of the destination.
    :return: (dict parcel id -> fee code -> fen that lie with it, code of the refusal or None, its params).
    """
    row = shipped(parcels, chain)
    if contract and not row.on_date:
        return {}, "not_shipped", {}
    version = contract and pick(contract.versions, row.on_date)
    if not version:
        return {}, "no_contract_version" if contract else "no_contract", {"date": str(row.on_date)}
    found = quote_tariff(version.tariff, row.parcels, row.chain, row.on_date, row.options, version.number)
    if not found.ok:
        return {}, found.code, found.as_dict()
    own = [options_of([parcel]) for parcel in parcels] if len(parcels) > 1 else ()
    parts = shares(version.tariff, found, row.parcels, chain, row.on_date, own)
    return {parcel.id: part for parcel, part in zip(parcels, parts, strict=True)}, None, {}


def compare_batch(rows, parcels, chains, terms, paid, stored, owed=None) -> list:
    """Compare lines.

    :param rows: tuples of ``sql.bill.read_lots``. :param parcels: dict id -> logistics.parcel, fetched. :param chains: dict division id
        -> (codes, name). :param terms: Terms. :param paid: dict (number, fee) of earlier bills -> fen paid. :param stored: dict parcel id -> fee code
        -> fen of the quote that was kept at shipping. :param owed: dict (number, fee) -> fen that disputes of earlier bills left unpaid,
        on the basis of this bill.
    :return: list of dicts for ``sql.bill.write_results``.
    """
    priced, refused = _expected(parcels, chains, terms, stored)
    sent = {}
    for parcel in parcels.values():
        chain = chains.get(parcel.division_id.id, ((), ""))[0]
        shipment = shipped([parcel], chain)
        expected, unit = stored.get(parcel.id, priced.get(parcel.id)), shipment.parcels[0]
        orphan = parcel.direction == "return" and contract_of(terms.contracts, parcel, terms.origins) is None
        sent[parcel.id] = Sent(
            parcel.id, "" if orphan or not parcel.tracking else parcel.tracking, parcel.carrier_id.id, chain, unit.weight_g or 0,
            shipment.on_date, expected or {}, unit.dims_mm, unit.goods_mm3, shipment.options, returns=(parcel.tracking,) if orphan else ())
    for parcel in parcels.values():
        mother = parcel.parent_id.id
        if mother not in sent:
            continue
        if not parcel.tracking:
            # It travels under its mother's number alone, so the mother's line pays for both.
            sent[mother] = _with_costs(sent[mother], sent.pop(parcel.id))
        elif parcel.id not in stored and (mother in stored or not sent[parcel.id].expected):
            sent[mother] = _with_child(sent[mother], parcel.tracking)
            del sent[parcel.id]
    return _compare(rows, {key: _not_paid(entry, paid) for key, entry in sent.items()}, refused, terms, paid, parcels, owed or {})


def _expected(parcels, chains, terms, stored):
    """Price the carrier's shipments that have no cost kept from shipping.

    :return: (dict parcel id -> fee code -> fen, dict parcel id -> why there is no price).
    """
    priced, refused = {}, {}
    for some in shipments(parcels.values()):
        if some[0].carrier_id.id != terms.carrier or all(parcel.id in stored for parcel in some):
            continue
        chain, place = chains.get(some[0].division_id.id, ((), ""))
        found, code, params = price(contract_of(terms.contracts, some[0], terms.origins), some, chain)
        priced.update(found)
        if code:
            why = {"code": code, "params": params, "names": {"carrier": some[0].carrier_id.name, "division": place}}
            refused.update(dict.fromkeys((parcel.id for parcel in some if parcel.id not in stored), why))
    return priced, refused


def _not_paid(entry, paid):
    """Expect inside the freight no fee that another bill pays already."""
    number = tracking_of(entry.tracking)
    left = {code: fen for code, fen in entry.expected.items() if code == FREIGHT or (number, code) not in paid}
    return entry if len(left) == len(entry.expected) else replace(entry, expected=left)


def _with_child(mother, tracking):
    return replace(mother, children=(*mother.children, tracking))


def _with_costs(mother, child):
    """Let one number stand for both: their costs and their weight; what each measures plays no part any more."""
    more = child.expected
    return replace(
        mother, weight_g=mother.weight_g + child.weight_g, dims_mm=None, goods_mm3=0,
        expected={code: mother.expected.get(code, 0) + more.get(code, 0) for code in {**mother.expected, **more}})


def _compare(rows, sent, refused, terms, paid, parcels, owed):
    def group(parcel):
        return parcel.direction, id(contract_of(terms.contracts, parcel, terms.origins))
    by_contract: dict = {}
    for row in rows:
        parcel = parcels.get(row[7])
        by_contract.setdefault(group(parcel) if parcel else None, []).append(row)
    groups = {group(parcel): contract_of(terms.contracts, parcel, terms.origins) for parcel in parcels.values()}
    rules, out, left = terms.rules(), [], {key: [terms.basis(fen) for fen in amounts] for key, amounts in owed.items()}
    for place, some in by_contract.items():
        mine = [entry for key, entry in sent.items() if group(parcels[key]) == place]
        contract = groups.get(place) or Contract("none", ())
        report = match([line for row in some for line in _lines(row, terms)], mine, contract, terms.carrier, rules, paid, left)
        found: dict = {}
        for verdict in report.verdicts:
            found.setdefault(verdict.row // PER_ROW, []).append(verdict)
        out += [{**_result(row, found[row[1]], refused, terms, paid, parcels), "covers": _covers(row, found[row[1]], sent, rules)} for row in some]
    return out


def _covers(row, verdicts, sent, rules):
    """:return: dict of the fees that a line stands for besides its own -> fen expected for them, None = no others."""
    codes = [code for code in rules.codes(row[4]) if code != row[4]]
    entry = codes and next((sent[verdict.sent] for verdict in verdicts if verdict.sent in sent), None)
    return entry and {code: entry.expected[code] for code in codes if entry.expected.get(code)} or None


def _lines(row, terms):
    _id, number, tracking, amount, fee, weight_g, on_date, _parcel, parts, _lot = row
    parts = {code: part for code, part in (parts or {}).items() if part}
    fen = to_fen(amount) - sum(parts.values())
    yield BillLine(number * PER_ROW, tracking, terms.basis(fen), fee, weight_g or None, on_date)
    for place, (code, part) in enumerate(list(parts.items())[:PER_ROW - 1], 1):
        yield BillLine(number * PER_ROW + place, tracking, terms.basis(part), code, weight_g or None, on_date)


def _result(row, verdicts, refused, terms, paid, parcels) -> dict:
    verdicts.sort(key=lambda verdict: verdict.row)
    worst = next((verdict for verdict in verdicts if verdict.result != "matched"), verdicts[0])
    amount_fen, cause, evidence = to_fen(row[3]), worst.result, dict(worst.evidence)
    known = [verdict.diff_fen for verdict in verdicts if verdict.diff_fen is not None]
    diff = sum(known) if known else None
    if cause == "unexpected_fee" and worst.sent in refused and evidence.get("fee") == FREIGHT:
        cause, evidence = "no_price", refused[worst.sent]
        diff = None
    if cause == "carrier_mismatch":
        evidence = {"carrier": parcels[worst.sent].carrier_id.name}
    if cause == "second_charge":
        evidence["row"] //= PER_ROW
    if cause in ("already_billed", "supplement"):
        evidence["paid"] = paid.get((tracking_of(row[2]), evidence["fee"]), 0)
    expected = None if diff is None else terms.basis(terms.basis(amount_fen) - diff, to_bill=True)
    if diff is not None and cause != "matched":
        diff = amount_fen - expected
    judged = worst._replace(result=cause, diff_fen=diff)
    decision = {"accept": "accept", "dispute": "dispute"}.get(decide(judged, terms.decisions), "open")
    if cause == "matched":
        diff = diff and amount_fen - expected
    size = diff or 0
    return {
        "id": row[0], "result": result_of(cause), "cause": cause, "expected": _yuan(expected), "difference": _yuan(diff or 0),
        "direction": "over" if size > 0 else "under" if size < 0 else None, "evidence": evidence, "decision": decision,
        "payable": _yuan(payable_fen(amount_fen, diff, decision, cause))}


def payable_fen(amount_fen, diff_fen, decision, cause) -> int:
    """What a line is paid with.

    :param diff_fen: billed less expected, None where nothing is expected. :param decision: accept | dispute | open.
    :return: fen: all of an accepted line; of a disputed one what is not in dispute; nothing while it is open.
    """
    if decision == "accept":
        return amount_fen
    if decision != "dispute":
        return 0
    if diff_fen is None or cause in UNPAID:
        return min(amount_fen, 0)
    return amount_fen - max(diff_fen, 0)


def _yuan(value):
    return None if value is None else str(from_fen(value))
