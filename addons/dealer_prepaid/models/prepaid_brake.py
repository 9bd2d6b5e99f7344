from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

OWNER = "dealer_base.group_portal_dealer"
FIGURES = ("ask_above", "per_day", "per_month")


class PrepaidBrake(models.Model):
    """What a dealer himself wants to be asked about before his money is used (N17): above an amount, beyond a day's or a month's sum.

    It stands on his whole account or on one store, whatever the season. It is the dealer's: he sets it with his login
    (``set_brake``), the finance manager enters it for him with the reason, and he is told. HQ's own limits count on top and are
    another thing: a brake never lets an order through that a limit stops.
    """

    _name = "prepaid.brake"
    _description = "Dealer's own brake"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "owner_id, store_id, id"
    _rec_name = "owner_id"

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    owner_id = fields.Many2one(
        "res.partner", string="Account owner", required=True, index=True, ondelete="cascade", domain=[("dealer_level", "in", ("dealer", "store"))],
        tracking=True)
    store_id = fields.Many2one(
        "res.partner", string="Store", index="btree_not_null", ondelete="cascade", domain=[("dealer_level", "=", "store")], tracking=True,
        help="Only orders of this store; empty for all orders that the account pays.")
    ask_above = fields.Monetary(string="Ask me above", tracking=True, help="An order above this amount waits for the owner. 0.00: not asked for.")
    per_day = fields.Monetary(string="A day", tracking=True, help="Orders of one day beyond this sum wait for the owner. 0.00: not asked for.")
    per_month = fields.Monetary(string="A month", tracking=True, help="Orders of one month beyond this sum wait for the owner. 0.00: not asked for.")
    reason = fields.Char(string="How the owner asked for it", tracking=True, help="Needed where HQ enters it for the owner.")
    active = fields.Boolean(default=True, tracking=True)

    _once = models.UniqueIndex("(company_id, owner_id, coalesce(store_id, 0))", "The owner has a brake here already: change it.")
    _not_negative = models.Constraint("CHECK(ask_above >= 0 AND per_day >= 0 AND per_month >= 0)", "A brake is not negative.")

    @api.constrains("owner_id", "store_id")
    def _check_store(self):
        for brake in self.filtered("store_id"):
            if brake.owner_id not in brake.store_id._dealer_chain():
                raise ValidationError(self.env._(
                    "%(store)s does not order from the account of %(owner)s: choose a store below that owner.",
                    store=brake.store_id.name, owner=brake.owner_id.name))
            payer = self.env["prepaid.account"].sudo()._for_partner(brake.company_id, brake.store_id)  # sudo: which one pays counts whoever enters the brake
            own = payer.partner_id == brake.store_id and payer.state != "draft"  # one that never opened pays nothing yet
            if own and brake.store_id != brake.owner_id:
                raise ValidationError(self.env._(
                    "%(store)s pays from an account of its own, so %(owner)s is not asked about its orders: its own owner sets this.",
                    store=brake.store_id.name, owner=brake.owner_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        self._need_reason(vals_list)
        brakes = super().create(vals_list)
        brakes._tell_owner()
        return brakes

    def write(self, vals):
        changed = vals.keys() & {*FIGURES, "active", "store_id", "owner_id"}
        if changed:
            self._need_reason([vals])
        result = super().write(vals)
        if changed:
            self._tell_owner()
        return result

    def _need_reason(self, vals_list):
        if not self.env.su and not all((vals.get("reason") or "").strip() for vals in vals_list):
            raise UserError(self.env._("A brake is the dealer's own: say how he asked for the change."))

    # -- the owner himself

    @api.model
    def set_brake(self, store_code=None, ask_above=0, per_day=0, per_month=0):
        """Set what the owner wants to be asked about; the user is the owner with his login (portal or JSON-2).

        :param store_code: dealer code of one of his stores; empty for the whole account.
        :param ask_above: yuan; an order above it waits for him. 0: not asked for.
        :param per_day: yuan; orders of a day beyond it wait. 0: not asked for.
        :param per_month: yuan; orders of a month beyond it wait. 0: not asked for. All three 0 end the brake.
        :return: dict of owner, store and the three amounts as text in yuan.
        :raises AccessError: for everybody but the owner of the account.
        :raises UserError: when an amount is wrong or the store is not his.
        """
        owner = self._own_partner()
        if not owner:
            raise AccessError(self.env._("Only the owner of a prepaid account sets his brakes, with his own login."))
        store = self._own_store(owner, store_code)
        vals = {name: from_fen(self._amount(value)) for name, value in zip(FIGURES, (ask_above, per_day, per_month), strict=True)}
        brakes = self.sudo().with_context(active_test=False)  # sudo: the owner was checked; nobody outside HQ has the right to write
        company = self.env.company
        found = brakes.search([("company_id", "=", company.id), ("owner_id", "=", owner.id), ("store_id", "=", store.id)])
        vals |= {"active": any(vals.values()), "reason": self.env._("Set by the owner")}
        if found:
            found.write(vals)
        elif vals["active"]:
            brakes.create({**vals, "company_id": company.id, "owner_id": owner.id, "store_id": store.id})
        return {"owner": owner.dealer_code or owner.name, "store": store.dealer_code or False, **{name: f"{vals[name]:.2f}" for name in FIGURES}}

    @api.model
    def _own_partner(self):
        """Give the dealer or store whose owner the current user is; empty for everybody else."""
        user, partner = self.env.user, self.env.user.sudo().partner_id.commercial_partner_id  # sudo: the user's own company
        return partner if user.has_group(OWNER) and partner.dealer_level in ("dealer", "store") else partner.browse()

    @api.model
    def _own_store(self, owner, code):
        if not code:
            return owner.browse()
        store = owner.search([("dealer_code", "=", code), ("id", "child_of", owner.id), ("dealer_level", "=", "store")], limit=1)
        if not store:
            raise UserError(self.env._("You have no store with the code %s: check the code.", code))
        return store

    @api.model
    def _amount(self, value):
        """Turn what the owner typed into fen."""
        try:
            fen = to_fen(value or 0, exact=True)
        except (ValueError, ArithmeticError, TypeError) as error:  # AmountError is a ValueError
            raise UserError(self.env._("%s is no amount: enter 0.00 or more, with two decimals.", value)) from error
        if not 0 <= fen < 10 ** 13:
            raise UserError(self.env._("%s is no amount: enter 0.00 or more, with two decimals.", value))
        return fen

    # -- parts

    def _tell_owner(self):
        """Tell the owner's logins about a change that HQ made for him."""
        for brake in self:
            people = brake._owner_users(brake.owner_id) - self.env.user
            if people:
                brake.sudo().message_notify(  # sudo: the notice goes to people outside HQ
                    partner_ids=people.partner_id.ids, subject=self.env._("Your own brake was changed"), body=brake._sentence())

    def _sentence(self):
        self.ensure_one()
        parts = [yuan(to_fen(self[name])) for name in FIGURES]
        where = self.store_id.name or self.env._("whole account")
        return self.env._(
            "%(where)s: ask above %(above)s, a day %(day)s, a month %(month)s (0.00: not asked for).", where=where, above=parts[0], day=parts[1],
            month=parts[2])

    @api.model
    def _owner_users(self, owner):
        """Give the logins that may answer for an owner: his own, and those of the dealer above a store.

        :param owner: one res.partner.
        :return: res.users in sudo.
        """
        users = self.env.ref(OWNER).sudo().all_user_ids  # sudo: who can answer, whoever asks
        above = owner.sudo()._dealer_chain().filtered(lambda partner: partner.dealer_level in ("dealer", "store"))  # sudo: see above
        return users.filtered(lambda user: user.active and user.partner_id.commercial_partner_id in above)

    @api.model
    def _of_order(self, company, owner, store):
        """Give the brakes that concern an order.

        :param company: one res.company.
        :param owner: res.partner whose account pays.
        :param store: res.partner that orders.
        :return: prepaid.brake in sudo.
        """
        return self.sudo().search([  # sudo: a brake counts whoever submits the order
            ("company_id", "=", company.id), ("owner_id", "=", owner.id), ("store_id", "in", [False, store.id])])
