from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

# What makes a dealer or store, and is looked at before it is approved: who writes it has entered it as well.
REVIEWED = {
    "name", "dealer_level", "parent_id", "dealer_code", "vat", "company_registry", "phone", "email", "street", "street2", "city", "state_id", "division_id",
    "user_id"}
BY_PROGRAM = {"channel_editor_ids", "channel_hq_id"}
PORTAL_GROUP = {"store": "dealer_base.group_portal_store", "dealer": "dealer_base.group_portal_dealer"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    dealer_account_opened_at = fields.Datetime(string="Account opened on", readonly=True, copy=False)
    activation_ids = fields.One2many("activation.record", "partner_id", string="Activation")
    nomination_ids = fields.One2many("dealer.nomination", "partner_id", string="Nominations")
    channel_editor_ids = fields.Many2many(
        "res.users", "res_partner_channel_editor_rel", "partner_id", "user_id", string="Changed before the approval by", readonly=True, copy=False,
        groups="base.group_user", help="Of dealers and stores that wait for approval: who changed name, place in the channel, phone or address. "
        "Another person approves.")
    channel_hq_id = fields.Many2one(
        "res.users", string="First approval by HQ", readonly=True, copy=False, groups="base.group_user",
        help="Of a dealer or store that waits: the operations manager (e-commerce) approves next. A change of what is looked at takes it back.")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_channel_state(vals)
        if not self.env.su:
            vals_list = [{name: value for name, value in vals.items() if name not in BY_PROGRAM} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        guarded = vals.keys() & {"dealer_state", "dealer_account_opened_at"}
        if any(vals[name] != partner[name] for partner in self for name in guarded):
            self._check_channel_state(vals)
        if self.env.su or not vals.keys() & {*REVIEWED, *BY_PROGRAM}:
            return super().write(vals)
        vals = {name: value for name, value in vals.items() if name not in BY_PROGRAM}
        changed = self.filtered(lambda partner: partner.dealer_level and partner.dealer_state == "review" and any(
            partner._fields[name].convert_to_write(partner[name], partner) != vals[name] for name in REVIEWED & vals.keys()))
        result = super().write(vals)
        changed.sudo().write({"channel_editor_ids": [Command.link(self.env.uid)], "channel_hq_id": False})  # sudo: facts, nobody writes them by hand
        return result

    def _check_channel_state(self, vals):
        """Refuse a channel state that does not come from a guarded method: those write as superuser after their checks."""
        if self.env.su:
            return
        if vals.get("dealer_state", "review") != "review" or vals.get("dealer_account_opened_at"):
            raise UserError(self.env._("A dealer or store is approved through its nomination, and opened by the first top-up."))

    def action_approve_channel(self):
        """Approve sales companies, dealers and stores that came into the register by a sheet or by hand, without a nomination.

        A sales company needs HQ channel. A dealer or store needs what a nomination needs: first HQ channel, then the operations manager (e-commerce). All of
        them other people than those who entered or changed it; those approved already stay as they are, and pressing again changes nothing.

        :return: True.
        :raises UserError: when a partner was entered, changed or approved before by the same person, is under nomination, or waits for HQ channel.
        """
        is_hq, is_commerce = (self.env.user.has_group(f"dealer_base.{group}") for group in ("group_hq_channel", "group_ops_manager"))
        if not (is_hq or is_commerce):
            raise AccessError(self.env._("Dealers and stores are approved by the HQ channel approver, then by the operations manager."))
        self.check_access("read")
        for partner in self.filtered(lambda p: p.dealer_level and p.dealer_state == "review"):
            partner._check_channel_approver()
            own = partner.sudo()  # sudo: role and four eyes are checked above, state and approvals have no other way in
            if own.channel_hq_id == self.env.user:
                if not is_commerce:
                    continue
                raise UserError(self.env._("%s was approved by you before: another person gives the second approval.", partner.display_name))
            if is_hq and partner.dealer_level == "sales_company" or is_commerce and own.channel_hq_id:
                own.dealer_state = "approved"
            elif is_hq and not own.channel_hq_id:
                own.channel_hq_id = self.env.user
                own.message_post(body=self.env._("First approval by HQ; the operations manager approves next."))
            elif not is_hq:
                raise UserError(self.env._("%s waits for the HQ channel approver: the operations manager approves after that.", partner.display_name))
        return True

    def _check_channel_approver(self):
        """Refuse who entered or changed what is approved, and what has its nomination."""
        self.ensure_one()
        if self.create_uid == self.env.user:
            raise UserError(self.env._("%s was entered by you: another person must approve it.", self.display_name))
        if self.env.user in self.sudo().channel_editor_ids:  # sudo: the list counts for every role
            raise UserError(self.env._("%s was changed by you before its approval: another person must approve it.", self.display_name))
        if self.sudo().nomination_ids.filtered(lambda n: n.state in ("submitted", "hq_approved")):  # sudo: nominations of any sales company
            raise UserError(self.env._("%s is under nomination: approve or reject its nomination.", self.display_name))

    def action_follow_activation(self):
        """Put dealers and stores into the activation list of the company. Salesperson for own customers, pre-sale service.

        :return: action that shows them.
        """
        records = self.env["activation.record"]
        records.check_access("create")
        partners = self.filtered(lambda p: p.dealer_level in ("dealer", "store"))
        partners.check_access("read")
        if not partners:
            raise UserError(self.env._("Choose dealers or stores."))
        known = records.sudo().search([("partner_id", "in", partners.ids), ("company_id", "=", self.env.company.id)])  # sudo: is it there already
        made = records.create([
            {"partner_id": p.id, "phone": p.phone, "user_id": (p.user_id or p.dealer_id.user_id or self.env.user).id}
            for p in partners - known.partner_id])
        return {
            "type": "ir.actions.act_window", "name": self.env._("Activation"), "res_model": "activation.record", "view_mode": "list,form",
            "domain": [("id", "in", (made | known).ids)]}

    def _on_prepaid_account_opened(self):
        """Invite the approved terminals whose money account is open now."""
        super()._on_prepaid_account_opened()
        owners = self.sudo()  # sudo: the person who confirms the top-up keeps no partners and no logins
        owners.filtered(lambda p: not p.dealer_account_opened_at).write({"dealer_account_opened_at": fields.Datetime.now()})
        owners.env["dealer.nomination"].search([("partner_id", "child_of", owners.ids), ("state", "=", "approved")])._send_invites()

    def _invite_portal_user(self, contact_name, login, company):
        """Find or make the portal login of a terminal's responsible person.

        :param contact_name: name of the person.
        :param login: mobile phone, 11 digits.
        :param company: res.company of the nomination.
        :return: (res.users, False), or (empty, sentence why there is none).
        """
        self.ensure_one()
        users = self.env["res.users"].with_context(active_test=False)
        if not login:
            return users, self.env._("%s has no mobile phone with 11 digits.", self.display_name)
        user = users.search([("login", "=", login)], limit=1)
        if user and (not user.share or user.partner_id.commercial_partner_id != self.commercial_partner_id):  # never the login of an employee
            return users.browse(), self.env._(
                "The phone %(phone)s is the login of %(other)s already: give %(name)s another phone, then renew the invitation.",
                phone=login, other=user.partner_id.display_name, name=self.display_name)
        if user and not user.active:  # the token of an archived login would open nothing
            return users.browse(), self.env._(
                "The login %(phone)s of %(name)s is archived: have an administrator bring it back, or give another phone, then renew the invitation.",
                phone=login, name=user.partner_id.display_name)
        if user:
            if company not in user.company_ids and not user.login_date:  # what is not known to anybody yet opens the company that invites, too
                user.sudo().company_ids = [Command.link(company.id)]  # sudo: the callers checked role and record
            return user, False
        contact = self.child_ids.filtered(lambda c: not c.dealer_level and c.phone == login)[:1] or self.create({
            "name": contact_name, "parent_id": self.id, "type": "contact", "phone": login, "lang": self.lang,
        })
        return users.with_context(no_reset_password=True).create({
            "name": contact.name, "login": login, "partner_id": contact.id,
            "company_id": company.id, "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.set(self.env.ref(PORTAL_GROUP[self.dealer_level]).ids)],
        }), False
