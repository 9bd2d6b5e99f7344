from datetime import timedelta

from odoo import fields

from .activation_common import ActivationCommon


class ActivationWeek(ActivationCommon):
    """J20: of 60 imported customers 50 were invited, 40 logged in, 20 ordered, 2 of them gave everything back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["activation.record"].search([]).invited_at = False  # whoever else is in the database is not counted
        cls.stores = cls.env["res.partner"].create([{
            "name": f"Shop {n}", "is_company": True, "dealer_level": "store", "parent_id": cls.dealer.id,
            "user_id": (cls.rep if n < 36 else cls.rep2).id} for n in range(60)])
        cls.records = cls.env["activation.record"]._enter(cls.stores, "import").sorted("id")
        cls.now = fields.Datetime.now().replace(microsecond=0)
        cls.order = cls.env["sale.order"].create({"partner_id": cls.env["res.partner"].create({"name": "Anybody"}).id})

    def _fact(self, record, invited=None, login=None, order=None, net=0):
        """Give a customer facts without the events around them; hours before now."""
        values = {"invited_at": invited, "first_login_at": login, "first_order_at": order}
        at = {name: self.now - timedelta(hours=hours) for name, hours in values.items() if hours is not None}
        record.write({**at, "has_ordered": order is not None and net > 0, "account_state": "enabled" if login is not None else "pending"})
        if order is not None:
            self.env["activation.order"].create({
                "record_id": record.id, "order_id": self.order.copy().id, "date": at["first_order_at"], "net_amount": net, "is_counted": net > 0})

    def _month(self):
        for records, invited, activated, ordered in ((self.records[:36], 30, 27, 14), (self.records[36:], 20, 13, 6)):
            for n, record in enumerate(records):
                if n < invited:
                    self._fact(record, 100, 76 if n < activated else None, 50 if n < ordered else None, 0 if n == 0 else 100)

    def _not_activated(self):
        """Give the ten invited customers who have not logged in: three of the first salesperson, seven of the second."""
        self._month()
        return self.records.filtered(lambda record: record.invited_at and not record.first_login_at)
