from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen

from ..ledger import posting

# Kinds that a day's batch books together; everything else is booked by its document at once.
BATCH_KINDS = {"capture": "shipment", "refund": "return", "postage": "return", "handling": "return"}


class PrepaidEntryGl(models.Model):
    """Where a ledger entry stands in the general ledger: its own journal entry, or the batch of its day."""

    _inherit = "prepaid.entry"

    gl_mode = fields.Selection(
        [("event", "At once"), ("batch", "With the day"), ("receipt", "When goods arrive")], string="Booked", default="event", required=True, readonly=True,
        help="How the entry reaches the general ledger; decided by the company's setting when the entry is made.")
    gl_terms = fields.Json(
        readonly=True, string="Terms of the booking", help="Fen, VAT rate (basis points) and income role of each part, as the settings were when the entry "
        "was made; the batch books it with them whatever the settings say by then.")
    gl_batch_id = fields.Many2one("prepaid.gl.batch", string="GL batch", readonly=True, index="btree_not_null", ondelete="restrict")
    gl_move_id = fields.Many2one("account.move", string="Booked in", compute="_compute_gl")
    gl_date = fields.Date(
        string="GL date", compute="_compute_gl",
        help="Day in the general ledger: the business date, for money the day of the bank, or the first open day after a lock.")
    gl_happened = fields.Date(
        string="Happened on", compute="_compute_gl", help="The day it happened, where the books have it on a later one because that day is closed.")

    _gl_waiting = models.Index("(company_id, date) WHERE gl_mode = 'batch' AND gl_batch_id IS NULL")
    _gl_on_the_way = models.Index("(order_id) WHERE gl_mode = 'receipt' AND move_id IS NULL")

    @api.depends("move_id", "gl_batch_id.move_id")
    def _compute_gl(self):
        for entry in self:
            move = entry.move_id or entry.gl_batch_id.move_id
            entry.gl_move_id = move
            entry.gl_date, entry.gl_happened = move.sudo().date, move.sudo().prepaid_event_date  # sudo: days, shown to who may read the entry

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        for vals in vals_list:
            company = self.env["res.company"].browse(vals["company_id"])
            company._refuse_locked_ledger(fields.Date.to_date(vals["date"]))
            vals["gl_mode"] = self._gl_mode_of(company, vals)
            if vals["gl_mode"] == "batch":
                vals["gl_terms"] = self._freeze_terms(company, vals)
        return super().create(vals_list)

    @api.model
    def _gl_mode_of(self, company, vals):
        """Say how an entry will be booked: by the day, when its order has arrived (P4), or at once."""
        if company.sudo().prepaid_gl_mode == "daily" and vals["kind"] in BATCH_KINDS:  # sudo: a choice of the company
            return "batch"
        shipped = vals["kind"] == "capture" and vals.get("order_id")
        return "receipt" if shipped and company._prepaid_income_waits() else "event"

    @api.model
    def _freeze_terms(self, company, vals):
        """Give the accountant's choices as they are now, for an entry that is booked later.

        :param vals: values of the entry.
        :return: dict of parts ({part: [fen, rate in basis points, income role]}) and the fields of posting.Terms that hold for all parts.
        """
        own = vals["kind"] if vals["kind"] in ("postage", "handling") else "goods"
        parts = {part: fen for part, fen in (vals.get("components") or {}).items() if fen} or {own: abs(to_fen(vals["amount"]))}
        choices = company._prepaid_choices(fields.Date.to_date(vals["date"]))
        terms = posting.Terms(**choices)
        return {
            "parts": {part: [fen, terms.rate(part), terms.role(part)] for part, fen in parts.items()},
            "vat": terms.vat, "red": terms.red, "postage": terms.postage}

    def _gl_choices(self):
        """Give what was frozen with the entry as fields of posting.Terms; nothing for entries older than this, which take today's settings.

        :return: dict.
        """
        self.ensure_one()
        frozen = dict(self.gl_terms or {})
        parts = frozen.pop("parts", None)
        if parts is None:
            return {}
        return {
            **frozen, "rates": {part: rate for part, (_fen, rate, _role) in parts.items()},
            "roles": {part: role for part, (_fen, _rate, role) in parts.items()}}
