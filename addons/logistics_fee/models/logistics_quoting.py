from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..adapters.cache import TARIFFS
from ..adapters.explain import explain
from ..adapters.messages import line_label, refusal_sentence
from ..adapters.snapshot import with_successors
from ..tariff import Parcel, Refusal, compile_tariff, loads, pick, quote_tariff, shares, to_json


class LogisticsQuoting(models.AbstractModel):
    """Quotes for records: reads contracts, versions and divisions once for all requests, then calls the pure core.

    Queries: contracts, versions, sources of versions that are not compiled yet, divisions level by level; their number does
    not depend on the number of requests.
    """

    _name = "logistics.quoting"
    _description = "Freight quoting"

    @api.model
    def _quote_many(self, company, requests, side="charge"):
        """Quote shipments.

        :param company: res.company whose contracts are used.
        :param requests: list of dicts: ``carrier_id`` int, ``division_id`` int or False, ``parcels`` list of grams or of
            dicts (``weight_g``, ``dims_mm``, ``pieces``, ``assumed``, ``goods_mm3``), ``on_date`` date; all parcels of a request are one
            shipment. Optionally

            - ``options`` dict of what surcharges ask for, by their names: ``declared_value`` and ``cod_amount`` in fen,
              ``floors`` and other counts as int, switches as bool; empty ones may be left out,
            - ``version_id`` int: priced by this version, which was in force once, instead of the one of the day; its contract
              must be of the same company, carrier, side and purpose and may be archived. ``on_date`` still decides dated surcharges,
            - ``warehouse_id`` int or False: stock.warehouse it leaves from; a contract of this warehouse goes before the general one,
            - ``parts`` True: each line says under ``parts`` what of it lies with each parcel (list of fen, order of ``parcels``); a
              parcel may then carry ``options`` of its own, its part of those of the shipment, and ``id``, kept with the quote,
            - ``purpose`` outbound | return, ``refusal`` the core's Refusal where packing found no parcels.
        :param side: charge (what dealers pay) or cost (what the carrier bills).
        :return: list of dicts, same order. A price: ``ok`` True, ``price_fen``, ``lines`` [{code, label, fen}], ``trace``
            (JSON), ``version_id``, ``checksum``, ``billable_g`` (list per priced unit), ``zone``, ``transit_days``, ``working_days`` (only they count).
            A refusal: ``ok`` False, ``code``, ``params``, ``message``. Both carry ``carrier_id``.
        """
        return self._quote_sides(company, requests, (side,))[side]

    @api.model
    def _quote_sides(self, company, requests, sides):
        """Price shipments on several sides at once: contracts, versions and regions are read once for all of them.

        :param company: res.company. :param requests: see :meth:`_quote_many`. :param sides: some of charge, cost.
        :return: {side: what :meth:`_quote_many` gives}.
        """
        versions = self._versions_by_contract(company, {request["carrier_id"] for request in requests}, sides)
        named = {request.get("version_id") for request in requests} - {None, False}
        held = {side: self._held_versions(company, named, side) for side in sides}
        chains = self._chains({request.get("division_id") for request in requests})
        picked = {side: [self._pick(versions[side], held[side], request) for request in requests] for side in sides}
        tariffs = self._tariffs({entry.key for entries in picked.values() for entry in entries if not isinstance(entry, Refusal)})
        carriers = self.env["delivery.carrier"].sudo().browse(  # sudo: the name in a refusal, for portal users too
            {request["carrier_id"] for request in requests})
        names = {carrier.id: carrier.name for carrier in carriers}
        return {side: [
            self._answer(request, entry, tariffs, chains, names)
            for request, entry in zip(requests, entries, strict=True)
        ] for side, entries in picked.items()}

    @api.model
    def _quote_live(self, carrier_ids, division_code, weights_g, on_date=None, warehouse=None):
        """See ``logistics.contract.quote_live``, the public method; this one holds its checks."""
        user = self.env.user
        if not (self.env.su or user.has_group("dealer_base.group_dealer_viewer") or user.has_group("dealer_base.group_portal_store")):
            raise AccessError(self.env._("Freight is quoted for dealer staff and dealers only."))
        company = self.env.company
        weights = list(weights_g or ())
        if not all(isinstance(weight, int) and not isinstance(weight, bool) for weight in weights):
            raise UserError(self.env._("Weights are whole grams, one number per parcel."))
        origin = self.env["stock.warehouse"].sudo().search(  # sudo: where it leaves from decides the price, whoever asks
            [("company_id", "=", company.id), *([("code", "=", warehouse)] if warehouse else [])], limit=1)
        if warehouse and not origin:
            raise UserError(self.env._("There is no warehouse %s in this company.", warehouse))
        contracts = self.env["logistics.contract"].sudo().search([  # sudo: carriers may be offered, contracts not read
            ("company_id", "=", company.id), ("side", "=", "charge"), ("purpose", "=", "outbound")])
        wanted = list(carrier_ids or ()) or contracts.carrier_id.ids
        division = self.env["dealer.division"].sudo().search([("code", "=", division_code or "")], limit=1)  # sudo: portal
        day = fields.Date.to_date(on_date) or company.sudo()._dealer_today()  # sudo: the time zone of the company
        answers = self._quote_many(company, [
            {"carrier_id": carrier_id, "division_id": division.id, "division_text": division_code, "parcels": weights,
             "on_date": day, "warehouse_id": origin.id} for carrier_id in wanted])
        return [self._public(answer) for answer in answers]

    def _public(self, answer):
        """:return: the part of an answer that a dealer may see, with the explanation written out."""
        carrier = self.env["delivery.carrier"].sudo().browse(answer["carrier_id"])  # sudo: the name only, for portal users
        out = {"carrier_id": carrier.id, "carrier": carrier.name, "ok": answer["ok"]}
        if not answer["ok"]:
            return {**out, "code": answer["code"], "message": answer["message"]}
        return {
            **out, "price_fen": answer["price_fen"], "lines": answer["lines"], "transit_days": answer["transit_days"],
            "explanation": self._explanation(answer["trace"])}

    @api.model
    def _explanation(self, trace):
        """:param trace: JSON trace. :return: list of sentences in the user's language."""
        return self._explanations([trace])[0]

    @api.model
    def _explanations(self, traces):
        """:param traces: list of JSON traces. :return: their sentences in the user's language, same order; no query once the index is built."""
        index = self.env["dealer.division"]._index()
        codes = {step["division"] for trace in traces for step in trace if step["kind"] == "zone" and step["division"]}
        names = {code: name for code in codes if (name := index.own_name(code))}
        return [explain(self.env, trace, names) for trace in traces]

    def _versions_by_contract(self, company, carrier_ids, sides):
        """:return: {side: dict (carrier id, purpose, warehouse id or False) -> list of the core's versions}, two queries."""
        contracts = self.env["logistics.contract"].sudo().search_fetch(  # sudo: who orders is told a price, not shown contracts
            [("company_id", "=", company.id), ("carrier_id", "in", list(carrier_ids)), ("side", "in", list(sides))],
            ["side", "carrier_id", "purpose", "warehouse_id"])
        keys = {contract.id: (contract.side, (contract.carrier_id.id, contract.purpose, contract.warehouse_id.id)) for contract in contracts}
        found = {side: {key: [] for mine, key in keys.values() if mine == side} for side in sides}
        versions = self.env["logistics.contract.version"].sudo().search_fetch(  # sudo: as above
            [("contract_id", "in", contracts.ids), ("state", "!=", "draft")],
            ["contract_id", "number", "valid_from", "valid_to", "closed_on", "priority", "checksum"])
        for version in versions:
            side, key = keys[version.contract_id.id]
            found[side][key].append(version._entry())
        return found

    def _held_versions(self, company, version_ids, side):
        """:return: dict version id -> (carrier id, purpose, the core's version) of versions that are named; no query without any."""
        versions = self.env["logistics.contract.version"].sudo().search([  # sudo: as in _versions_by_contract
            ("id", "in", list(version_ids)), ("company_id", "=", company.id), ("side", "=", side), ("state", "!=", "draft")]) if version_ids else ()
        return {version.id: (version.carrier_id.id, version.contract_id.purpose, version._entry()) for version in versions}

    def _pick(self, versions, held, request):
        """:return: the version that prices a request, or the Refusal."""
        if request.get("refusal"):
            return request["refusal"]
        key = request["carrier_id"], request.get("purpose") or "outbound"
        missing = Refusal("no_contract_version", (("date", request["on_date"].isoformat()),))
        if request.get("version_id"):
            found = held.get(request["version_id"])
            return found[2] if found and found[:2] == key else missing
        own, general = versions.get((*key, request.get("warehouse_id") or False)), versions.get((*key, False))
        if own is None and general is None:
            return Refusal("no_contract")
        day = request["on_date"]  # drafts, and versions to come, leave a warehouse with the general contract
        return pick(own or (), day) or pick(general or (), day) or missing

    def _tariffs(self, version_ids):
        """:return: dict version id -> (compiled tariff, checksum); sources of unknown ones come in one query."""
        versions = self.env["logistics.contract.version"].sudo().browse(version_ids)  # sudo: see _versions_by_contract
        found, missing = {}, versions.browse()
        for version in versions:
            tariff = TARIFFS.get((version.id, version.checksum))
            if tariff is None:
                missing |= version
            else:
                found[version.id] = (tariff, version.checksum)
        if missing:
            missing.fetch(["source"])
        current = self.env["dealer.division"]._index().current
        for version in missing:
            tariff = compile_tariff(with_successors(loads(version._stored_text()), current))
            TARIFFS.put((version.id, version.checksum), tariff)
            found[version.id] = (tariff, version.checksum)
        return found

    def _chains(self, division_ids):
        """:return: dict division id -> codes, most specific first, and names for messages."""
        divisions = self.env["dealer.division"].sudo().browse(  # sudo: public geography, for portal users
            [division_id for division_id in division_ids if division_id])
        return {division.id: (tuple(division._ancestor_codes()), division.name) for division in divisions}

    def _answer(self, request, entry, tariffs, chains, names):
        chain, division_name = chains.get(request.get("division_id"), ((), ""))
        if isinstance(entry, Refusal):
            result = entry
        else:
            tariff, checksum = tariffs[entry.key]
            parcels = [_parcel(parcel) for parcel in request["parcels"]]
            result = quote_tariff(tariff, parcels, chain, request["on_date"], request.get("options") or {}, entry.number)
        if result.ok:
            lines = [{"code": code, "label": line_label(self.env, code), "fen": fen} for code, fen in result.lines]
            if request.get("parts"):
                own = [parcel.get("options") or {} if isinstance(parcel, dict) else {} for parcel in request["parcels"]]
                parts = shares(tariff, result, parcels, chain, request["on_date"], own)
                lines = [{**line, "parts": [part[line["code"]] for part in parts]} for line in lines]
            return {
                "ok": True,
                "carrier_id": request["carrier_id"],
                "price_fen": result.total_fen,
                "lines": lines,
                "trace": to_json(result.trace),
                "version_id": entry.key,
                "checksum": checksum,
                "billable_g": list(result.billable_g),
                "zone": result.zone,
                "transit_days": result.transit_days and list(result.transit_days),
                "working_days": result.working,
            }
        params = result.as_dict()
        shown = {"carrier": names.get(request["carrier_id"], ""), "division": division_name or request.get("division_text")}
        return {
            "ok": False, "carrier_id": request["carrier_id"], "code": result.code, "params": params,
            "message": refusal_sentence(self.env, result.code, params, shown)}


def _parcel(given):
    """:param given: grams, or a dict of a parcel. :return: the core's Parcel."""
    if isinstance(given, dict):
        dims = given.get("dims_mm")
        return Parcel(given.get("weight_g"), tuple(dims) if dims else None, given.get("pieces") or 1, bool(given.get("assumed")), given.get("goods_mm3") or 0)
    return Parcel(given)
