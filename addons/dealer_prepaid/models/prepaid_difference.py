from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.dealer_base.money import from_fen


class PrepaidDifference(models.TransientModel):
    """A difference found by the proof, shown as a list; empty means ledger = GL = sum of entries."""

    _name = "prepaid.difference"
    _description = "Prepaid ledger difference"

    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("account", "Available against entries and holds"), ("gl", "Ledger against general ledger"), ("chain", "Chain of entries"),
         ("invoice", "Invoice not settled"), ("batch", "Batch against its entries"), ("move", "Journal entry not posted"),
         ("role", "Deposits, parked money, transfers against general ledger"),
         ("lot", "Lots against available"), ("law", "Documents against each other")], required=True)
    account_id = fields.Many2one("prepaid.account")
    partner_id = fields.Many2one("res.partner", string="Owner")
    left_amount = fields.Monetary(string="Ledger")
    right_amount = fields.Monetary(string="Compared with")
    message = fields.Char(required=True, string="What differs")

    @api.model
    def action_check(self):
        """Prove the ledger of the current companies now and show what differs."""
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in (
                "group_fin_settlement", "group_fin_confirmer", "group_fin_manager", "group_auditor")):
            raise AccessError(self.env._("The ledger proof is for finance and auditors."))
        self.search([("create_uid", "=", self.env.uid)]).unlink()
        vals_list, check = [], self.env["prepaid.check"]
        for company in self.env.companies:
            vals_list += [{
                "company_id": company.id, "kind": diff["kind"], "account_id": diff["account_id"], "partner_id": diff["partner_id"],
                "left_amount": from_fen(diff["left_fen"]), "right_amount": from_fen(diff["right_fen"]), "message": diff["message"],
            } for diff in (*check._differences(company), *check._law_differences(company))]
        found = self.create(vals_list)
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_difference_list_action")
        if found:
            return {**action, "domain": [("id", "in", found.ids)]}
        agrees = Markup("<p class='o_view_nocontent_smiling_face'>%s</p><p>%s</p>") % (
            self.env._("Everything agrees"),
            self.env._("Ledger, holds and available amount of every account agree with each other and with the general ledger, checked just now."))
        return {**action, "domain": [("id", "in", [])], "help": agrees}
