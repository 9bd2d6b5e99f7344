from odoo import fields, models


class PrepaidOperation(models.Model):
    """One request that changed the ledger, remembered for ever under its key so that a repeated one has one effect.

    A row also is the proof that the main transaction was committed: the gate adds ``delta`` to the account only after it.
    """

    _name = "prepaid.operation"
    _description = "Prepaid operation"
    _order = "id desc"

    account_id = fields.Many2one("prepaid.account", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="restrict")
    currency_id = fields.Many2one(related="account_id.currency_id")
    kind = fields.Char(required=True)
    key = fields.Char(required=True)
    fingerprint = fields.Char(required=True, help="Digest of what was asked for: the same key with another request is refused.")
    delta = fields.Monetary(required=True, help="What becomes available with this operation.")
    new_state = fields.Char(help="State the account takes with this operation.")
    payload = fields.Json(help="What the effect needs besides the amount: the hold of a release, the dates of a credit line.")
    applied_at = fields.Datetime(help="When the effect reached the account, by the database's clock.")

    _key_uniq = models.Constraint("UNIQUE(kind, key)", "This operation has been recorded already.")
    _delta_never_takes = models.Constraint("CHECK(delta >= 0)", "An operation adds to what is available; holds take from it.")
    _due = models.Index("(id) WHERE applied_at IS NULL")
