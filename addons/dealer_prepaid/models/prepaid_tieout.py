import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, yuan

from ..sql import tieout

SIGNERS = ("group_fin_settlement", "group_fin_confirmer", "group_fin_manager")
EQUAL = ("owner", "place", "moved")  # kinds of lines that are no difference


class PrepaidTieout(models.Model):
    """Tie-out certificate: on this day, what the ledger, the holds, the chain and the general ledger said, owner by owner.

    Made at night and on demand by the program, signed by a person, and frozen from its first moment. Red when anything
    differs; each difference is a line that names itself, and a red certificate is signed only with an explanation.
    """

    _name = "prepaid.tieout"
    _description = "Tie-out certificate"
    _inherit = ["mail.thread", "dealer.flow.mixin"]
    _flow_strict = True
    _order = "date desc, id desc"

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True, index=True)
    made_at = fields.Datetime(required=True, readonly=True)
    state = fields.Selection([("green", "Agrees"), ("red", "Differs")], required=True, readonly=True, default="red", index=True)
    account_count = fields.Integer(readonly=True, string="Accounts")
    entry_count = fields.Integer(readonly=True, string="Entries")
    hold_count = fields.Integer(readonly=True, string="Live holds")
    sealed_count = fields.Integer(readonly=True, string="Entries in the chain", help="Entries whose digest was verified for this certificate.")
    last_entry_id = fields.Integer(readonly=True, string="Up to entry")
    ledger_total = fields.Monetary(readonly=True, string="Ledger")
    memo_total = fields.Monetary(readonly=True, string="Outside the books")
    waiting_total = fields.Monetary(readonly=True, string="Waits for a GL batch")
    gl_total = fields.Monetary(readonly=True, string="General ledger")
    held_total = fields.Monetary(readonly=True, string="Held")
    available_total = fields.Monetary(readonly=True, string="Available")
    topup_total = fields.Monetary(readonly=True, string="Top-ups in the ledger", help="Confirmed top-ups less those taken back.")
    bank_total = fields.Monetary(readonly=True, string="Seen on the bank's list", help="Top-ups whose line of a sheet of the bank is matched.")
    online_total = fields.Monetary(readonly=True, string="Told by the payment provider")
    typed_total = fields.Monetary(
        readonly=True, string="Typed by hand, with a slip", help="Matched with a remittance that somebody typed: no sheet of the bank shows it so far.")
    slip_total = fields.Monetary(readonly=True, string="By slip alone", help="Confirmed by a person, without a line of the bank's list so far.")
    difference_count = fields.Integer(readonly=True, string="Differences")
    line_ids = fields.One2many("prepaid.tieout.line", "tieout_id", string="Owners", domain=[("kind", "=", "owner")], readonly=True)
    role_ids = fields.One2many("prepaid.tieout.line", "tieout_id", string="Other accounts", domain=[("kind", "=", "place")], readonly=True)
    difference_ids = fields.One2many("prepaid.tieout.line", "tieout_id", string="What differs", domain=[("kind", "not in", EQUAL)], readonly=True)
    digest = fields.Char(readonly=True, help="SHA-256 over the figures of the certificate.")
    signer_id = fields.Many2one("res.users", string="Signed by", readonly=True, copy=False)
    signed_at = fields.Datetime(readonly=True, copy=False)
    explanation = fields.Text(copy=False, help="What the differences are and what is done about them; needed to sign a certificate that differs.")

    _company_date = models.Index("(company_id, date)")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Certificates are made by the nightly job or by the button."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and (vals.keys() - {"explanation", "message_follower_ids"} or self.filtered("signer_id")):
            raise AccessError(self.env._("A certificate stays as it was made; only its explanation can be written until it is signed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for certificate in self:
            raise UserError(self.env._("Certificate %s stays for the record: make a new one instead.", certificate.name))

    # -- buttons

    @api.model
    def action_make(self):
        """Make certificates of the current companies now.

        :return: the certificate, or the list of them.
        :raises AccessError: for roles outside finance and audit.
        """
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in (*SIGNERS, "group_auditor")):
            raise AccessError(self.env._("Tie-out certificates are for finance and auditors."))
        made = self.sudo().browse()  # sudo: the role was checked; the proof covers every account of the company
        for company in self.env.companies:
            made |= made._make(company)
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_tieout_action")
        if len(made) == 1:
            return {**action, "view_mode": "form", "views": [(False, "form")], "res_id": made.id}
        return {**action, "domain": [("id", "in", made.ids)]}

    def action_sign(self):
        """Sign the certificate; one that differs needs an explanation first.

        :return: True; signing twice does nothing more.
        :raises AccessError: for roles that may not sign.
        :raises UserError: for a red certificate without explanation.
        """
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in SIGNERS):
            raise AccessError(self.env._("Tie-out certificates are signed by finance."))
        self.check_access("read")
        for certificate in self.filtered(lambda rec: not rec.signer_id):
            if certificate.state == "red" and not (certificate.explanation or "").strip():
                raise UserError(self.env._(
                    "%(name)s has %(count)s differences: write down what they are and what is done about them, then sign.",
                    name=certificate.name, count=certificate.difference_count))
            certificate.sudo().write({"signer_id": self.env.uid, "signed_at": fields.Datetime.now()})  # sudo: signatures are closed to writes
        return True

    def action_open_slips(self):
        """Show the confirmed top-ups that no sheet of the bank proves: by slip alone, or with a remittance typed by hand."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_topup_action")
        return {**action, "context": {}, "domain": [
            ("company_id", "=", self.company_id.id), ("state", "=", "confirmed"), ("provider", "=", False),
            "|", ("bank_line_id", "=", False), ("bank_line_id.by_hand", "=", True)]}

    # -- making

    @api.model
    def _topup_totals(self, company):
        """Give the third leg of the certificate: what proves the top-ups of the ledger.

        :return: {name of the total: fen}.
        """
        return {name.removesuffix("_fen"): fen for name, fen in tieout.topup_legs(self.env.cr, company.id).items()}

    @api.model
    def _cron_make(self):
        """Nightly job: a certificate of each company that has prepaid accounts."""
        for company in self.env["prepaid.account"]._read_group([], ["company_id"]):
            self._make(company[0])
            if self.env.context.get("cron_id"):
                self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _make(self, company):
        """Prove the ledger of a company now and keep the result.

        :param company: one res.company.
        :return: the certificate.
        """
        company = company.sudo()  # sudo: the job and the checked roles prove every account
        check = self.env["prepaid.check"].sudo()  # sudo: see above
        differences, owners = check._differences(company) + check._law_differences(company), check._owner_figures(company)
        counts = tieout.counts(self.env.cr, company.id)
        totals = {name: sum(row[f"{name}_fen"] for row in owners) for name in ("ledger", "memo", "waiting", "gl")}
        totals.update(held=counts["held_fen"], available=counts["available_fen"], **self._topup_totals(company))
        date = company._dealer_today()
        lines = [{
            "kind": "owner", "partner_id": row["partner_id"], "entry_count": row["entries"],
            **{f"{name}_amount": from_fen(row[f"{name}_fen"]) for name in ("ledger", "memo", "waiting", "gl", "difference")},
        } for row in owners if any(row[f"{name}_fen"] for name in ("ledger", "memo", "waiting", "gl", "difference")) or row["entries"]]
        places = check._role_figures(company)
        lines += [{
            "kind": "place", "gl_account_id": row["account"].id, "message": check._role_text(row), "partner_id": False,
            **{f"{name}_amount": from_fen(row[f"{name}_fen"]) for name in ("ledger", "other", "gl", "difference")}} for row in places]
        lines += [{
            "kind": diff["kind"], "partner_id": diff["partner_id"], "account_id": diff["account_id"], "message": diff["message"],
            "ledger_amount": from_fen(diff["left_fen"]), "gl_amount": from_fen(diff["right_fen"]),
            "difference_amount": from_fen(diff["left_fen"] - diff["right_fen"])} for diff in differences]
        lines += self._moved_lines(company, date)
        figures = {**{name: yuan(fen) for name, fen in totals.items()}, **{name: counts[name] for name in ("accounts", "entries", "holds", "last_entry_id")},
                   "company": company.id, "date": str(date), "differences": len(differences),
                   "places": [[row["account"].id, *(row[f"{name}_fen"] for name in ("ledger", "other", "gl"))] for row in places]}
        return self.sudo().create({  # sudo: nobody makes certificates by hand
            "name": self.env["ir.sequence"].sudo().with_company(company).next_by_code("prepaid.tieout") or "/",  # sudo: numbering only
            "company_id": company.id, "date": date, "made_at": fields.Datetime.now(), "state": "red" if differences else "green",
            "account_count": counts["accounts"], "entry_count": counts["entries"], "hold_count": counts["holds"],
            "sealed_count": counts["sealed"], "last_entry_id": counts["last_entry_id"], "difference_count": len(differences),
            **{f"{name}_total": from_fen(fen) for name, fen in totals.items()},
            "digest": hashlib.sha256(json.dumps(figures, sort_keys=True).encode()).hexdigest(),
            "line_ids": [Command.create(vals) for vals in lines if vals["kind"] == "owner"],
            "role_ids": [Command.create(vals) for vals in lines if vals["kind"] == "place"],
            "difference_ids": [Command.create(vals) for vals in lines if vals["kind"] not in EQUAL],
            "moved_ids": [Command.create(vals) for vals in lines if vals["kind"] == "moved"],
        })
