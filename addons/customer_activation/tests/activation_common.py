from odoo.addons.dealer_base.tests.people import new_test_user

from .common import NominationCommon


class ActivationCommon(NominationCommon):
    """Two salespeople with customers of their own, the people around them, and ways to log in as a client does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls._user("act_rep", "group_sales_rep")
        cls.rep2 = cls._user("act_rep2", "group_sales_rep")
        cls.boss = cls._user("act_boss", "group_sales_manager")
        cls.ops = cls._user("act_ops", "group_ops")
        cls.presale = cls._user("act_presale", "group_cs_presale")
        cls.aftersale = cls._user("act_after", "group_cs_aftersale")
        cls.auditor = cls._user("act_auditor", "group_auditor")
        team = cls.env["crm.team"].create({"name": "West", "user_id": cls.boss.id, "member_ids": [(6, 0, cls.rep.ids)]})
        cls.team = team
        cls.dealer.user_id = cls.rep
        cls.store.write({"user_id": cls.rep.id, "dealer_state": "approved"})
        cls.store2 = cls.env["res.partner"].create({
            "name": "Store 1B", "is_company": True, "dealer_level": "store", "parent_id": cls.dealer.id, "phone": "13800000002", "user_id": cls.rep2.id,
            "dealer_state": "approved"})
        cls.goods = cls.env["product.product"].create({"name": "Coat", "type": "consu", "list_price": 100, "taxes_id": False})

    @classmethod
    def _record(cls, partner, user=None, **values):
        return cls.env["activation.record"].create({"partner_id": partner.id, "user_id": (user or cls.rep).id, "phone": partner.phone, **values})

    @classmethod
    def _invited(cls, record):
        """Invite a customer as his salesperson; give the portal login."""
        record.with_user(record.user_id).action_invite()
        return record.invite_ids[:1].user_id

    def _accept(self, record, password="own-password"):
        """Do as the page of the invitation does; give the login."""
        invite = record.sudo().invite_ids.filtered(lambda one: one.state == "open")
        return invite.with_user(self.env.ref("base.public_user")).sudo()._accept(password, password)

    def _login(self, login, password="own-password"):
        """Log in as any client does."""
        return self.env["res.users"]._login({"type": "password", "login": login, "password": password}, {"interactive": True})

    def _order(self, partner, price=100, days=0):
        order = self.env["sale.order"].create({
            "partner_id": partner.id, "order_line": [(0, 0, {"product_id": self.goods.id, "product_uom_qty": 1, "price_unit": price, "tax_ids": False})]})
        order.write({"state": "sale"})   # dealers' orders have a confirmation of their own where online_offline_order is installed
        return order

    @classmethod
    def _portal(cls, login, partner, group="group_portal_clerk", **values):
        user = new_test_user(cls.env, login=login, groups=f"dealer_base.{group}", **values)
        user.partner_id.parent_id = partner
        return user
