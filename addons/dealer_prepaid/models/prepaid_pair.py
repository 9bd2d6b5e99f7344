from odoo import api, fields, models

from ..sql.pairs import PairSource, pairs_query


class PrepaidPair(models.Model):
    """Who entered and who decided each document that needs two persons, in one list (N19)."""

    _name = "prepaid.pair"
    _description = "Maker and checker"
    _auto = False
    _order = "decided_at desc, id desc"
    _rec_name = "kind"

    res_model = fields.Char(readonly=True, string="Technical model")
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True, string="Technical number")
    kind = fields.Char(readonly=True, string="Kind of document")
    document = fields.Char(compute="_compute_document", string="Document")
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    maker_id = fields.Many2one("res.users", string="Entered by", readonly=True)
    checker_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_at = fields.Datetime(readonly=True)
    decided_on = fields.Date(string="Day", readonly=True)
    minutes = fields.Integer(readonly=True, aggregator="avg", string="Minutes to the decision", help="From the first save to the decision.")
    amount = fields.Monetary(readonly=True)

    @property
    def _table_query(self):
        sources = [source for source in self._pair_sources() if source.model in self.env]
        return pairs_query([(source, self.env[source.model]._table) for source in sources], self.env.lang or "en_US")

    @api.model
    def _pair_sources(self):
        """Name the kinds of documents with two persons. Extend: return super() + own.

        :return: list of sql.pairs.PairSource.
        """
        documents = sorted(
            name for name, model in self.env.registry.items()
            if not model._abstract and model._auto and {"submitter_id", "approver_id", "approved_at", "company_id"} <= set(model._fields))
        found = []
        for name in documents:
            amount = self.env[name]._fields.get("amount")
            found.append(PairSource(name, "submitter_id", "approver_id", "approved_at", "amount" if amount and amount.store else ""))
        return [*found, *(PairSource(name, "submitter_id", "confirmer_id", "confirmed_at") for name in ("prepaid.topup", "prepaid.receipt"))]

    def _compute_document(self):
        for model, pairs in self.grouped("res_model").items():
            documents = self.env[model].sudo().browse(pairs.mapped("res_id")).exists()  # sudo: the number of a document, for finance and auditors
            names = {document.id: document.display_name for document in documents}
            for pair in pairs:
                pair.document = names.get(pair.res_id, False)

    def action_open_document(self):
        """Open the document."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": self.res_model, "res_id": self.res_id, "view_mode": "form"}
