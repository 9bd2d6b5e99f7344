import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.explain import explain
from ..tariff import from_json, replay


class LogisticsQuote(models.Model):
    """A price that was given: contract version, checksum, inputs, lines and trace, kept as they were.

    A quote is never edited; re-rating makes a new one that names the one before and takes its place. The trace holds every
    number the price was made of, so it can be computed again without the tariff (``_replay``).
    """

    _name = "logistics.quote"
    _description = "Freight quote"
    _order = "id desc"
    _rec_name = "name"

    # Made of the id: quotes are stored by the thousand, and a numbering sequence costs two queries each.
    name = fields.Char(string="Quote", compute="_compute_name", search="_search_name")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Dealer", readonly=True, index="btree_not_null")
    carrier_id = fields.Many2one("delivery.carrier", required=True, readonly=True, index=True, ondelete="restrict")
    version_id = fields.Many2one(
        "logistics.contract.version", string="Tariff version", required=True, readonly=True, index=True, ondelete="restrict")
    checksum = fields.Char(readonly=True, required=True)
    side = fields.Selection(
        [("charge", "Charged to dealers"), ("cost", "Cost from the carrier")], required=True, readonly=True, default="charge", index=True)
    is_chosen = fields.Boolean(
        string="Chosen", readonly=True, default=True, index=True, help="Off: a quote that lost against another carrier of the same order.")
    lost_by = fields.Monetary(string="Dearer by", readonly=True, help="What this quote costs more than the chosen one; below zero = it would have saved money.")
    why_not = fields.Char(string="Why not chosen", readonly=True)
    division_id = fields.Many2one("dealer.division", string="Destination", readonly=True, index=True, ondelete="restrict")
    province_id = fields.Many2one("dealer.division", readonly=True, index=True, ondelete="restrict")
    zone = fields.Char(readonly=True)
    on_date = fields.Date(string="Shipping date", required=True, readonly=True, index=True)
    billable_g = fields.Integer(string="Billed weight (g)", readonly=True)
    parcel_count = fields.Integer(string="Parcels", readonly=True)
    price = fields.Monetary(readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    inputs = fields.Json(readonly=True)
    lines = fields.Json(readonly=True)
    trace = fields.Json(readonly=True)
    res_model = fields.Char(string="Document model", readonly=True)
    res_id = fields.Many2oneReference(string="Document", model_field="res_model", readonly=True)
    explanation = fields.Text(compute="_compute_explanation")
    previous_id = fields.Many2one(
        "logistics.quote", string="Quoted before", readonly=True, ondelete="restrict", index="btree_not_null",
        help="The quote of the same document and carrier whose place this one took.")
    is_provisional = fields.Boolean(
        string="Provisional", readonly=True, help="Given before anything was shipped: the price is final with the shipment.")
    is_superseded = fields.Boolean(string="Replaced", readonly=True, index=True, help="The document was quoted again later.")

    _document_idx = models.Index("(res_model, res_id)")

    def _compute_name(self):
        for quote in self:
            quote.name = f"FQ{quote.id or 0:08d}"

    def _search_name(self, operator, value):
        if operator not in ("in", "=", "ilike", "=ilike", "like", "=like"):
            return NotImplemented
        texts = value if operator == "in" else [value]
        numbers = [re.sub(r"\D", "", str(text or "")) for text in texts]
        return [("id", "in", [int(number) for number in numbers if 0 < len(number) <= 9])]

    @api.depends("trace")
    @api.depends_context("lang")
    def _compute_explanation(self):
        codes = {step["division"] for quote in self for step in quote.trace or () if step["kind"] == "zone"}
        divisions = self.env["dealer.division"].sudo().search([("code", "in", list(codes))])  # sudo: names of regions only
        names = {division.code: division.name for division in divisions}
        for quote in self:
            quote.explanation = "\n".join(explain(quote.env, quote.trace or [], names))

    def write(self, vals):
        raise UserError(self.env._("A freight quote is kept as it was given; a new price is a new quote."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A freight quote is kept as it was given and cannot be deleted."))

    @api.model
    def _store(self, company, requests, answers, document=None, partner=None, side="charge", choice=None, provisional=False):
        """Keep the prices of :meth:`logistics.quoting._quote_many`; refusals are left out.

        :param company: res.company.
        :param requests: the requests.
        :param answers: the answers, same order.
        :param document: record the quotes belong to, or None; or a list, one per request.
        :param partner: the dealer, or None; or a list.
        :param side: charge | cost, as the prices were asked for.
        :param choice: what ``logistics.choosing._choose`` gave when the answers are of several carriers, or None; or a list.
        :param provisional: True for prices that are given before the shipment.
        :return: list, same order: the quote, or an empty recordset for a refusal.
        """
        more = [value if isinstance(value, list) else [value] * len(requests) for value in (document, partner, choice)]
        kept = [row for row in zip(requests, answers, *more, strict=True) if row[1]["ok"]]
        divisions = self.env["dealer.division"].sudo().browse(  # sudo: regions for portal users
            [request["division_id"] for request, *_rest in kept])
        provinces = {division.id: division._ancestor_codes()[-1] for division in divisions}
        by_code = divisions._ids_by_code()
        before = self._quoted_before([record for _request, _answer, record, *_rest in kept if record is not None], side)
        quotes = iter(self.sudo().create([  # sudo: nobody has the right to create quotes but this method
            {**self._prepare(company, request, answer, by_code[provinces[request["division_id"]]], record, dealer), "side": side,
             **self._against(chosen, answer), "is_provisional": provisional,
             "previous_id": record is not None and before.get((record._name, record.id, request["carrier_id"]))}
            for request, answer, record, dealer, chosen in kept
        ]).sudo(False))  # sudo: back to the user's own rights
        return [next(quotes) if answer["ok"] else self.browse() for answer in answers]

    @api.model
    def _quoted_before(self, documents, side):
        """Find the quotes whose place new ones take, and mark them; one query a model.

        :param documents: list of records that are quoted again. :param side: charge | cost.
        :return: dict (model, record id, carrier id) -> id of the last quote.
        """
        ids: dict = {}
        for record in documents:
            ids.setdefault(record._name, set()).add(record.id)
        found = {}
        for model, keys in ids.items():
            quotes = self.sudo().search_fetch([  # sudo: who orders need not read quotes
                ("res_model", "=", model), ("res_id", "in", list(keys)), ("side", "=", side), ("is_superseded", "=", False)],
                ["res_id", "carrier_id"], order="id")
            found.update({(model, quote.res_id, quote.carrier_id.id): quote.id for quote in quotes})
            quotes._supersede()
        return found

    def _supersede(self):
        """Mark quotes whose place later ones take; nothing else of a quote ever changes."""
        if self:
            super().write({"is_superseded": True})

    @api.model
    def _against(self, choice, answer):
        """:return: values that say how an answer stands beside the chosen one."""
        if not choice or choice["carrier_id"] == answer["carrier_id"]:
            return {}
        chosen_fen = choice.get("price_fen")
        return {
            "is_chosen": False, "why_not": choice["why_not"].get(answer["carrier_id"], False),
            "lost_by": from_fen(answer["price_fen"] - chosen_fen) if chosen_fen is not None else 0}

    def _prepare(self, company, request, answer, province_id, document, partner):
        return {
            "currency_id": company.currency_id.id,  # first, as the amounts after it are rounded by it
            "company_id": company.id,
            "partner_id": partner.id if partner else False,
            "carrier_id": request["carrier_id"],
            "version_id": answer["version_id"],
            "checksum": answer["checksum"],
            "division_id": request["division_id"],
            "province_id": province_id,
            "zone": answer["zone"],
            "on_date": request["on_date"],
            "billable_g": sum(answer["billable_g"]),
            "parcel_count": len(request["parcels"]),
            "price": from_fen(answer["price_fen"]),
            "inputs": {"parcels": request["parcels"], "options": request.get("options") or {}, "purpose": request.get("purpose") or "outbound"},
            "lines": answer["lines"],
            "trace": answer["trace"],
            "res_model": document._name if document is not None else False,
            "res_id": document.id if document is not None else False,
        }

    def _replay(self):
        """Compute the price again from the trace alone.

        :return: fen; equal to the stored price, or a ValueError from the core.
        """
        self.ensure_one()
        return replay(from_json(self.trace))

    def action_check(self):
        """Prove the price: compute it again from its trace, and compare the checksum with the version.

        :return: notification.
        """
        for quote in self:
            version = quote.version_id.sudo()  # sudo: the checksum only; the reader of a quote need not read contracts
            if version.checksum != quote.checksum or quote._replay() != to_fen(quote.price):
                raise UserError(self.env._(
                    "Quote %(quote)s does not agree with its tariff version: tell the finance manager.", quote=quote.name))
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"type": "success", "message": self.env._("The price was computed again and is the same.")}}
