from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

LEVELS = [("sales_company", "Sales company"), ("dealer", "Dealer"), ("store", "Store")]
PARENT_LEVEL = {"sales_company": False, "dealer": "sales_company", "store": "dealer"}


class ResPartner(models.Model):
    """The channel tree: sales company -> dealer -> store, each a company partner below the one it belongs to.

    ``parent_id`` carries the tree because Odoo's ``child_of`` rules then isolate dealers and stores from each other
    (roles.md 6). Contacts and consumer addresses hang below a store and take its dealer and sales company over.
    """

    _inherit = "res.partner"

    dealer_level = fields.Selection(LEVELS, string="Channel level", index="btree_not_null", tracking=True)
    dealer_code = fields.Char(string="Dealer code", copy=False, tracking=True, help="The number under which sheets and other systems know this partner.")
    dealer_state = fields.Selection(
        [("review", "To review"), ("approved", "Approved"), ("frozen", "Frozen"), ("left", "Left")],
        string="Channel state", index="btree_not_null", copy=False, tracking=True,
    )
    dealer_id = fields.Many2one(
        "res.partner", string="Dealer", compute="_compute_channel", store=True, recursive=True, index="btree_not_null",
        help="The dealer this partner is or belongs to.",
    )
    sales_company_id = fields.Many2one(
        "res.partner", string="Sales company", compute="_compute_channel", store=True, recursive=True, index="btree_not_null",
        help="The sales company this partner is or belongs to.",
    )

    _dealer_code_uniq = models.UniqueIndex("(dealer_code) WHERE dealer_code IS NOT NULL", "This dealer code is taken already.")

    @api.depends("dealer_level", "parent_id.dealer_id", "parent_id.sales_company_id")
    def _compute_channel(self):
        for partner in self:
            level, parent, own = partner.dealer_level, partner.parent_id, partner._origin
            partner.dealer_id = own if level == "dealer" else (False if level == "sales_company" else parent.dealer_id)
            partner.sales_company_id = own if level == "sales_company" else parent.sales_company_id

    @api.constrains("dealer_level", "parent_id", "is_company")
    def _check_channel_tree(self):
        names = dict(self._fields["dealer_level"]._description_selection(self.env))
        for partner in self.filtered("dealer_level"):
            wanted = PARENT_LEVEL[partner.dealer_level]
            if not partner.is_company:
                raise ValidationError(self.env._(
                    "%(name)s is a %(level)s and must be a company, not a person.",
                    name=partner.display_name, level=names[partner.dealer_level]))
            if (partner.parent_id.dealer_level or False) != wanted or (not wanted and partner.parent_id):
                if wanted:
                    raise ValidationError(self.env._(
                        "%(name)s is a %(level)s and must belong to a %(wanted)s: choose one as its parent.",
                        name=partner.name, level=names[partner.dealer_level], wanted=names[wanted]))
                raise ValidationError(self.env._("%(name)s is a sales company and stands at the top: it has no parent.", name=partner.name))

    @api.constrains("dealer_level")
    def _check_children_level(self):
        below = self.search([("parent_id", "in", self.ids), ("dealer_level", "!=", False)])
        below._check_channel_tree()

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        # A record has no id while its first compute runs: a dealer can only then point at itself.
        own = partners.filtered(lambda p: p.dealer_level in ("sales_company", "dealer"))
        if own:
            self.env.add_to_compute(self._fields["dealer_id"], own)
            self.env.add_to_compute(self._fields["sales_company_id"], own)
        for partner in partners.filtered(lambda p: p.dealer_level and not p.dealer_state):
            partner.dealer_state = "review"
        return partners

    def write(self, vals):
        if not self.env.su and {"parent_id", "dealer_level"} & vals.keys() and not self.env.user.has_group("dealer_base.group_hq_channel"):
            for partner in self.filtered(lambda p: p.dealer_level and p.dealer_state not in (False, "review")):
                if any(name in vals and partner._fields[name].convert_to_write(partner[name], partner) != vals[name]
                       for name in ("parent_id", "dealer_level")):
                    raise AccessError(self.env._(
                        "%s is approved: its place in the channel is changed by the HQ channel approver only, because orders and money follow it.",
                        partner.display_name))
        return super().write(vals)

    def _dealer_chain(self):
        """Give the partner and those above it in the channel, nearest first; where prices and accounts are looked up.

        :return: res.partner recordset in that order, without contacts that are no channel partner.
        """
        self.ensure_one()
        chain, partner = self.browse(), self
        while partner and partner not in chain:
            chain |= partner
            partner = partner.parent_id
        return chain.filtered("dealer_level")

    def _on_prepaid_account_opened(self):
        """Hook: the first top-up opened the prepaid account of these partners. Extend it; return nothing."""

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if value and isinstance(value, str) and operator in ("ilike", "like", "=", "=ilike", "=like"):
            domain = Domain(domain) | Domain("dealer_code", operator, value)
        return domain
