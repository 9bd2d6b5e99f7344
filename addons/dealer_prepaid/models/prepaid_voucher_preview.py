import dataclasses

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..ledger import posting
from .prepaid_gl_mapping import CHINA, OPENING, VAT_PENDING

READERS = ("group_fin_settlement", "group_fin_confirmer", "group_fin_manager", "group_auditor")


class PrepaidVoucherPreview(models.TransientModel):
    """Voucher preview (N11): the journal entry an event would post under the company's choices, before anything is switched on.

    It reads the same templates as posting does; nothing is written.
    """

    _name = "prepaid.voucher.preview"
    _description = "Voucher preview"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    code = fields.Selection(
        [(code, f"{code} {found.label}") for code, found in posting.TEMPLATES.items()], string="Event", required=True, default="E05")
    note = fields.Selection(
        [(code, found.note) for code, found in posting.TEMPLATES.items() if found.note], compute="_compute_note", string="Good to know")
    chart = fields.Selection(
        [("company", "As mapped in the company"), ("cn_large_bis", "Chart of the enterprise standard"), ("cn", "Chart of the small enterprise standard")],
        string="Chart of accounts", required=True, default="company")
    input_ids = fields.One2many("prepaid.voucher.preview.input", "preview_id", string="Amounts")
    entry_html = fields.Html(compute="_compute_entry_html", string="Journal entry", sanitize=False)

    @api.depends("code")
    def _compute_note(self):
        for preview in self:
            preview.note = preview.code if preview.code and posting.TEMPLATES[preview.code].note else False

    @api.onchange("code")
    def _onchange_code(self):
        sample = posting.TEMPLATES[self.code].sample if self.code else {}
        self.input_ids = [Command.clear(), *(Command.create({"part": part, "amount": from_fen(fen)}) for part, fen in sample.items())]

    @api.depends("code", "chart", "company_id", "input_ids.amount", "input_ids.part")
    def _compute_entry_html(self):
        for preview in self:
            preview.entry_html = preview._render()

    @api.model
    def action_open(self):
        """Open the preview with the first event's example."""
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in READERS):
            raise AccessError(self.env._("The voucher preview is for finance and auditors."))
        preview = self.create({"input_ids": [
            Command.create({"part": part, "amount": from_fen(fen)}) for part, fen in posting.TEMPLATES["E05"].sample.items()]})
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_voucher_preview_action")
        return {**action, "res_id": preview.id}

    # -- parts

    def _preview_lines(self):
        """Work the event out.

        :return: list of dicts (role, account, party, debit_fen, credit_fen), empty for an event outside the books; or a sentence.
        """
        self.ensure_one()
        terms = dataclasses.replace(self.company_id._prepaid_terms(), gift=self.company_id.sudo().prepaid_gift_policy)  # sudo: a choice of the company
        if self.chart != "company":
            terms = posting.Terms(**{**vars(terms), "standard": posting.SMALL if self.chart == "cn" else posting.ASBE})
        amounts = {line.part: to_fen(line.amount) for line in self.input_ids if line.part}
        try:
            legs = posting.voucher(self.code, amounts, terms)
        except posting.PostingError:
            return self.env._("%s does not exist under this accounting standard, or the amounts do not fit it.", self.code)
        names = self._account_names()
        mapping = self.env["prepaid.gl.mapping"]
        return [{
            "role": mapping._role_name(leg.role), "account": names.get(leg.role), "party": leg.party,
            "debit_fen": leg.fen if leg.side == "debit" else 0, "credit_fen": leg.fen if leg.side == "credit" else 0,
        } for leg in legs]

    def _account_names(self):
        """Give {role: code and name} of the company's mapping, or of a chart that need not be installed."""
        if self.chart == "company":
            accounts = self.env["prepaid.gl.mapping"]._accounts(self.company_id)
            return {role: account.with_company(self.company_id).display_name for role, account in accounts.items()}
        data = self.env["account.chart.template"]._get_chart_template_data(self.chart)
        digits, accounts = int(data["template_data"]["code_digits"]), data["account.account"]
        names = {
            role: f"{account['code'].ljust(digits, '0')} {account['name']}" for role, suffixes in CHINA.items() for suffix in suffixes
            if (account := accounts.get(f"l10n_cn_{suffix}"))}
        if self.chart == "cn_large_bis":
            names["vat_pending"] = f"{VAT_PENDING['code']} {self.env._('VAT Pending')}"
        names["opening"] = f"{OPENING['code']} {self.env._('Opening Balance Clearing')}"
        return names

    def _render(self):
        if not self.code:
            return False
        lines = self._preview_lines()
        if isinstance(lines, str):
            return Markup("<p class='text-danger'>%s</p>") % lines
        if not lines:
            return Markup("<p class='text-muted'>%s</p>") % self.env._("Nothing is booked: the event is noted outside the books.")
        cell = Markup("<td class='text-end%s'>%s</td>")
        parties = {"owner": self.env._("owner"), "other": self.env._("other owner"), "carrier": self.env._("carrier"), "": ""}
        rows = [
            Markup("<tr><td>%s</td><td class='%s'>%s</td><td>%s</td>%s%s</tr>") % (
                line["role"], "" if line["account"] else "text-danger", line["account"] or self.env._("no account yet"), parties[line["party"]],
                *(cell % (" text-danger" if fen < 0 else "", yuan(fen) if fen else "") for fen in (line["debit_fen"], line["credit_fen"])))
            for line in lines]
        head = Markup("<tr><th>%s</th><th>%s</th><th>%s</th><th class='text-end'>%s</th><th class='text-end'>%s</th></tr>") % (
            self.env._("Role"), self.env._("GL account"), self.env._("Party"), self.env._("Debit side"), self.env._("Credit side"))
        total = Markup("<tr class='fw-bold'><td colspan='3'></td><td class='text-end'>%s</td><td class='text-end'>%s</td></tr>") % (
            yuan(sum(line["debit_fen"] for line in lines)), yuan(sum(line["credit_fen"] for line in lines)))
        return Markup("<table class='table table-sm o_prepaid_voucher'>%s%s%s</table>") % (head, Markup("").join(rows), total)
