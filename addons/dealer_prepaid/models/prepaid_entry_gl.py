from odoo import api, fields, models

# Kinds that a day's batch books together; everything else is booked by its document at once.
BATCH_KINDS = {"capture": "shipment", "refund": "return", "postage": "return", "handling": "return"}


class PrepaidEntryGl(models.Model):
    """Where a ledger entry stands in the general ledger: its own journal entry, or the batch of its day."""

    _inherit = "prepaid.entry"

    gl_mode = fields.Selection(
        [("event", "At once"), ("batch", "With the day"), ("receipt", "When goods arrive")], string="Booked", default="event", required=True, readonly=True,
        help="How the entry reaches the general ledger; decided by the company's setting when the entry is made.")
    gl_batch_id = fields.Many2one("prepaid.gl.batch", string="GL batch", readonly=True, index="btree_not_null", ondelete="restrict")
    gl_move_id = fields.Many2one("account.move", string="Booked in", compute="_compute_gl")
    gl_date = fields.Date(string="GL date", compute="_compute_gl", help="Day in the general ledger: the business date, or the first open day after a lock.")

    _gl_waiting = models.Index("(company_id, date) WHERE gl_mode = 'batch' AND gl_batch_id IS NULL")
    _gl_on_the_way = models.Index("(order_id) WHERE gl_mode = 'receipt' AND move_id IS NULL")

    @api.depends("move_id", "gl_batch_id.move_id")
    def _compute_gl(self):
        for entry in self:
            move = entry.move_id or entry.gl_batch_id.move_id
            entry.gl_move_id = move
            entry.gl_date = move.sudo().date  # sudo: a day, shown to who may read the entry

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        for vals in vals_list:
            company = self.env["res.company"].browse(vals["company_id"])
            company._refuse_locked_ledger(fields.Date.to_date(vals["date"]))
            vals["gl_mode"] = self._gl_mode_of(company, vals)
        return super().create(vals_list)

    @api.model
    def _gl_mode_of(self, company, vals):
        """Say how an entry will be booked: by the day, when its order has arrived (P4), or at once."""
        if company.sudo().prepaid_gl_mode == "daily" and vals["kind"] in BATCH_KINDS:  # sudo: a choice of the company
            return "batch"
        shipped = vals["kind"] == "capture" and vals.get("order_id")
        return "receipt" if shipped and company._prepaid_income_waits() else "event"
