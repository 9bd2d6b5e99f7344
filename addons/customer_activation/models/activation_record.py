from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..funnel import STAGES

LABELS = {
    "new": "New", "informed": "Informed", "contacted": "Contacted", "invited": "Invited", "logged_in": "Logged in", "browsed": "Browsed",
    "first_order": "First order", "second_order": "Second order", "active": "Active customer", "lost": "Lost",
}
MANAGERS = "dealer_base.group_sales_manager,dealer_base.group_cs_presale"  # who gives customers to other salespeople
STAGE_CHOICES = [(stage, LABELS[stage]) for stage in STAGES]


class ActivationRecord(models.Model):
    """A dealer or store on its way from a paper customer to one that orders online by itself.

    Bound to its salesperson. Everything that counts is a fact with its time, written by the program when it happens: the invitation,
    the first own login, the first look at goods or orders, the first and second order. The stage follows from the facts
    (``funnel/stages.py``); nobody writes it. A person notes only that he informed or contacted the customer, and closes the
    funnel with a reason.
    """

    _name = "activation.record"
    _description = "Customer activation"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin"]
    _mail_post_access = "read"
    _flow_strict = True
    _order = "stage_due, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="restrict", domain=[("dealer_level", "in", ("dealer", "store"))])
    user_id = fields.Many2one(
        "res.users", string="Salesperson", required=True, index=True, tracking=True, domain=[("share", "=", False)],
        default=lambda self: self.env.user, help="Whoever invites the customer keeps him; a change stands in the history.")
    contact_name = fields.Char(string="Responsible person")
    phone = fields.Char(string="Mobile phone", tracking=True, help="Will be the login: 11 digits.")
    is_old_customer = fields.Boolean(
        string="Old customer", tracking=True, help="Bought before the mall opened. Entered by somebody else than the salesperson and his manager.")
    source = fields.Selection(
        [("manual", "Entered"), ("import", "Imported"), ("invite", "Registered by QR code"), ("nomination", "Nominated")],
        default="manual", required=True, readonly=True)
    sales_company_id = fields.Many2one(related="partner_id.sales_company_id", store=True, index=True)
    dealer_id = fields.Many2one(related="partner_id.dealer_id", store=True, index=True)
    province_id = fields.Many2one("dealer.division", string="Province", compute="_compute_province", store=True, index=True)
    account_state = fields.Selection(
        [("pending", "Pending"), ("enabled", "Enabled")], string="Account", default="pending", required=True, readonly=True, index=True, copy=False,
        help="Enabled by the first own login from any client. A visit of somebody else under this login does not count.")
    stage = fields.Selection(STAGE_CHOICES, default="new", required=True, readonly=True, index=True, copy=False, tracking=True)
    stage_since = fields.Datetime(string="In this stage since", readonly=True, copy=False)
    stage_due = fields.Datetime(string="Stage due", readonly=True, copy=False, index=True, help="By then the customer should have gone on.")
    is_late = fields.Boolean(string="Too long in the stage", compute="_compute_is_late", search="_search_is_late")

    _partner_uniq = models.Constraint("UNIQUE(partner_id, company_id)", "This customer is in the activation list of the company already.")

    def _compute_display_name(self):
        super(ActivationRecord, self.sudo())._compute_display_name()  # sudo: who may read a customer of the funnel may read his name

    @api.depends("partner_id.division_id")
    def _compute_province(self):
        for record in self:
            division = record.partner_id.division_id
            while division.parent_id:
                division = division.parent_id
            record.province_id = division

    @api.depends("stage_due")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for record in self:
            record.is_late = bool(record.stage_due and record.stage_due < now)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("stage_due", "<", fields.Datetime.now())
        return late if True in value else ~late | Domain("stage_due", "=", False)

    @api.constrains("partner_id")
    def _check_partner(self):
        for record in self:
            if record.partner_id.dealer_level not in ("dealer", "store"):
                raise ValidationError(self.env._("%s is neither a dealer nor a store.", record.partner_id.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_owner()
        records.sudo()._take_history()  # sudo: facts are written by the program alone
        return records

    def write(self, vals):
        if "partner_id" in vals or "company_id" in vals:
            raise UserError(self.env._("Customer and company of an activation stay: archive nothing, enter the other customer anew."))
        if "user_id" in vals and not self.env.su:
            self._need_manager()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Customers stay in the activation list: the figures count them. Close one with a reason instead."))

    def _need_manager(self):
        if not self.env.user.has_groups(MANAGERS):
            raise AccessError(self.env._("The salesperson of a customer is changed by the sales manager or pre-sale service."))

    def _check_owner(self):
        """A salesperson enters customers of his own, for himself."""
        if self.env.su or self.env.user.has_groups(MANAGERS):
            return
        for record in self:
            partner = record.partner_id
            if record.user_id != self.env.user or (partner.user_id or partner.dealer_id.user_id or self.env.user) != self.env.user:
                raise AccessError(self.env._("%s is not your customer: enter your own ones.", partner.display_name))

    @api.model
    def _enter(self, partners, source, company=None, user=None):
        """Put dealers and stores into the activation list; those that are in it stay as they are.

        :param partners: res.partner recordset.
        :param source: key of ``source``.
        :param company: res.company, the current one by default.
        :param user: res.users who serves partners that have no salesperson; the current one by default.
        :return: their activation.record recordset, in any order.
        """
        company = company or self.env.company
        records = self.sudo()  # sudo: who imports or nominates need not keep the list
        known = records.search([("partner_id", "in", partners.ids), ("company_id", "=", company.id)])
        places = [partner for partner in partners - known.partner_id if partner.dealer_level in ("dealer", "store")]
        owners = {partner: partner.user_id or partner.dealer_id.user_id or user or self.env.user for partner in places}
        new = [  # whose figures it counts in does not say himself that somebody is an old customer, by a sheet either
            {"partner_id": partner.id, "company_id": company.id, "source": source, "phone": partner.phone, "user_id": owners[partner].id,
             "is_old_customer": source == "import" and self._is_other(self.env.user, owners[partner]),
             "contact_name": partner.child_ids.filtered(lambda one: one.type == "contact" and not one.dealer_level)[:1].name}
            for partner in places]
        return known | records.with_context(tracking_disable=True).create(new)
