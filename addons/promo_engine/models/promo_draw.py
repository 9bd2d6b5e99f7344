import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..engine import Drawn, draw, log_ok
from ..sql import draws as sql


class PromoDraw(models.Model):
    """One line of the log of a prize table. Its proof covers the line before, so none can be changed or left out."""

    _name = "promo.draw"
    _description = "Draw"
    _order = "id desc"
    _rec_name = "ticket"

    table_id = fields.Many2one("promo.prize.table", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="table_id.company_id", store=True, index=True)
    promise_id = fields.Many2one("promo.promise", string="Earned by", readonly=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(related="promise_id.partner_id", store=True, index=True)
    ticket = fields.Char(required=True, readonly=True)
    number = fields.Integer(string="Number drawn", readonly=True, aggregator=None, help="Random, 0 to 9,999.")
    hit_id = fields.Many2one("promo.prize", string="Drawn", readonly=True, required=True, ondelete="restrict")
    prize_id = fields.Many2one("promo.prize", string="Given", readonly=True, required=True, ondelete="restrict",
        help="Another one where the drawn one is gone.")
    proof = fields.Char(readonly=True, help="SHA-256 over this line and the one before.")
    drawn_by = fields.Many2one("res.users", readonly=True)

    _ticket_uniq = models.UniqueIndex("(table_id, ticket)", "This ticket was drawn already.")

    def write(self, vals):
        """Refuse every change."""
        raise AccessError(self.env._("The log of draws is never changed."))

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        raise AccessError(self.env._("The log of draws is kept."))

    @api.model
    def _draw(self, table, promise, ticket):
        """Draw one ticket. One at a time per table: the stock of prizes and the chain of proofs need it.

        :param table: promo.prize.table in force. :param promise: promo.promise. :param ticket: text, drawn once.
        :return: the new line of the log.
        """
        table.flush_recordset()
        sql.lock_table(self.env.cr, table.id)
        table.prize_ids.invalidate_recordset()
        before = self.search([("table_id", "=", table.id)], limit=1).proof or ""
        prizes = {f"prize{prize.id}": prize for prize in table.prize_ids}
        left = {key: prize.stock - prize.given for key, prize in prizes.items()}
        found = draw(table._engine_table(), ticket, secrets.randbelow(10_000), left, before)
        prizes[found.prize].given += 1
        return self.create({
            "table_id": table.id, "promise_id": promise.id, "ticket": ticket, "number": found.number, "hit_id": prizes[found.hit].id,
            "prize_id": prizes[found.prize].id, "proof": found.hash, "drawn_by": self.env.uid})

    @api.model
    def _log_ok(self, table):
        """:return: whether no line of the log of a table was changed, left out or moved."""
        rows = self.search([("table_id", "=", table.id)], order="id")
        return log_ok([Drawn(row.ticket, row.number, f"prize{row.hit_id.id}", f"prize{row.prize_id.id}", row.proof) for row in rows])
