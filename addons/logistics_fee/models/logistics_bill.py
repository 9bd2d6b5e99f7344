import base64
import binascii
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.adapters.messages import sentence
from odoo.addons.dealer_base.money import from_fen
from odoo.addons.dealer_base.sheet import DEFAULT_LIMITS

from ..adapters.bill_roles import need_handler

# What carriers bill and what we pay is cost; other readers of bills see how far they are.
FINANCE = "dealer_base.group_fin_settlement,dealer_base.group_auditor"
# What the file was read by; another one is another bill.
SOURCE = frozenset(("company_id", "carrier_id", "date_from", "date_to", "file", "mapping_id"))


class LogisticsBill(models.Model):
    """A carrier's bill: its own file, line by line beside our parcels, until an approved sum becomes a vendor bill.

    Whoever brought it in, decided about a line or wrote what decided about it does not approve it. A file comes in once per company.
    """

    _name = "logistics.bill"
    _description = "Carrier bill"
    _inherit = ["dealer.flow.mixin", "mail.thread"]
    _flow_strict = True
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    carrier_id = fields.Many2one("delivery.carrier", required=True, index=True, ondelete="restrict", check_company=True)
    date_from = fields.Date(string="Period from", required=True, index=True, default=lambda self: self.env.company._dealer_last_month()[0])
    date_to = fields.Date(string="Period to", required=True, default=lambda self: self.env.company._dealer_last_month()[1])
    file = fields.Binary(attachment=True, copy=False, groups=FINANCE, help="The carrier's own file as it came: .xlsx, .xls or text.")
    filename = fields.Char(copy=False)
    file_hash = fields.Char(string="Fingerprint", readonly=True, copy=False)
    mapping_id = fields.Many2one(
        "logistics.bill.mapping", string="Columns", check_company=True, copy=False, ondelete="restrict", groups=FINANCE,
        domain="[('carrier_id', '=', carrier_id)]", help="Empty = the confirmed layout that fits the file.")
    skip_bad = fields.Boolean(string="Leave out bad rows", help="Rows whose amount cannot be read are left out; the stated total then does not fit.")
    stated_total = fields.Monetary(help="Sum the carrier states. Zero = none is stated.", tracking=True, groups=FINANCE)
    state = fields.Selection(
        [("draft", "Draft"), ("matching", "Being matched"), ("matched", "Matched"), ("approved", "Approved"), ("invoiced", "Vendor bill made"),
         ("cancelled", "Cancelled")], required=True, default="draft", readonly=True, copy=False, index=True, tracking=True)
    line_count = fields.Integer(string="Lines", readonly=True, copy=False)
    line_ids = fields.One2many("logistics.bill.line", "bill_id", string="Bill lines", readonly=True, groups=FINANCE)
    finding_ids = fields.One2many("logistics.bill.finding", "bill_id", string="Findings", readonly=True, groups=FINANCE)
    finding_count = fields.Integer(string="Bad rows", readonly=True, copy=False)
    imported_by_id = fields.Many2one("res.users", string="Imported by", readonly=True, copy=False)
    note = fields.Text(groups=FINANCE)

    _file_uniq = models.UniqueIndex(
        "(company_id, file_hash) WHERE file_hash IS NOT NULL AND state != 'cancelled'", "This file has been uploaded already.")
    _period = models.Constraint("CHECK (date_to >= date_from)", "The period of a bill ends before it begins.")

    @api.depends("carrier_id", "date_from")
    def _compute_name(self):
        for bill in self:
            bill.name = f"{bill.carrier_id.name or ''} {bill.date_from and bill.date_from.strftime('%Y-%m') or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._with_hash(vals, vals.get("company_id") or self.env.company.id) for vals in vals_list]
        hashes = [vals.pop("file_hash", False) for vals in vals_list]
        bills = super().create(vals_list)
        for bill, digest in zip(bills, hashes, strict=True):
            if digest:
                bill._set({"file_hash": digest})
        return bills

    def write(self, vals):
        if SOURCE & vals.keys() and not self.env.su:
            for bill in self:
                if bill.line_count or bill.state != "draft":
                    raise UserError(self.env._("%s is read already: take its lines out first, or make a new bill.", bill.name))
        if "stated_total" in vals and not self.env.su and any(bill.state in ("approved", "invoiced") for bill in self):
            raise UserError(self.env._("%s is approved and stays as it is.", self[:1].name))
        result = super().write({key: value for key, value in vals.items() if key != "file_hash"} if "file" in vals else vals)
        if "stated_total" in vals and not self.env.su:
            for bill in self:
                bill._add_hands(self.env.user)
        if "file" in vals and not (self.env.su and not vals["file"]):
            for bill in self:
                bill._set({"file_hash": self._with_hash(vals, bill.company_id.id, bill.id).get("file_hash", False)})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_empty(self):
        for bill in self:
            if bill.state not in ("draft", "cancelled") or bill.line_count:
                raise UserError(self.env._("%s stays for the record: cancel it instead.", bill.name))

    def _with_hash(self, vals, company_id, own_id=0):
        """:return: the values with the fingerprint of the file; a file that is there already is refused."""
        if not vals.get("file"):
            return vals
        if len(vals["file"]) * 3 // 4 > DEFAULT_LIMITS.file_bytes + 3:
            raise UserError(sentence(self.env, "file_too_large", {"size": len(vals["file"]) * 3 // 4, "limit": DEFAULT_LIMITS.file_bytes}))
        try:
            content = base64.b64decode(vals["file"], validate=False)
        except (binascii.Error, ValueError) as error:
            raise UserError(sentence(self.env, "damaged_file")) from error
        digest = hashlib.sha256(content).hexdigest()
        other = self.sudo().search([  # sudo: a file comes in once, whoever may see the other bill
            ("company_id", "=", company_id), ("file_hash", "=", digest), ("state", "!=", "cancelled"), ("id", "!=", own_id)], limit=1)
        if other:
            day = other.company_id._dealer_local(other.create_date).date()
            raise UserError(self.env._("This file was uploaded already, as %(bill)s of %(day)s: open that one.", bill=other.name, day=day))
        return {**vals, "file_hash": digest}

    def _set(self, vals):
        self.sudo().write(vals)  # sudo: fields of the flow; the caller has checked the right

    def _check_role(self):
        need_handler(self.env)
        self.check_access("write")

    def _yuan(self, fen):
        return from_fen(fen)

    def action_reset(self):
        """Take the lines out again, e.g. to read the file with other columns.

        :return: True.
        """
        self._check_role()
        for bill in self:
            bill._need_state("draft", "matching", "matched")
            if not bill.with_context(bin_size=True).file:
                raise UserError(self.env._("The file of %s is deleted because it names persons: upload it again as a new bill and cancel this one.", bill.name))
            bill.line_ids.sudo().unlink()  # sudo: lines are the import's own output
            bill.finding_ids.sudo().unlink()  # sudo: as above
            bill._set({"state": "draft", "line_count": 0, "finding_count": 0, **bill._blank_match()})
        return True

    def action_cancel(self):
        """Cancel a bill that was a mistake; its file may then come in again.

        :return: True.
        """
        self._check_role()
        for bill in self:
            bill._need_state("draft", "matching", "matched")
            bill._set({"state": "cancelled"})
        return True

    def action_open_lines(self):
        """:return: action that shows the lines."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("logistics_fee.logistics_bill_line_action")
        return {**action, "domain": [("bill_id", "in", self.ids)], "context": {"search_default_group_cause": 1}}
