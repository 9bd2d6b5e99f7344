"""A dealer order of five lines beside Odoo's own: submit, approve and ship against confirm and deliver, in one run, turn by turn.

    python -m tests.bench --database NAME --native OTHER orders

OTHER is a database of the same modules of Odoo without our addons. Each step is a committed request of a person with the rights of that
step. What the two do is not the same: the dealer order is priced again, its freight asked of four carriers, its money held and taken,
its parcel priced, and, where the company books each shipment, its invoice posted and cleared.
"""
import statistics
import time
from itertools import count

from odoo import api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import retrying

from .logistics_orders import _prices
from .meter import statements
from .registry import Row, bench
from .tariff_orm import _contract

LINES, CONTRACTS, WARM, TURNS, BATCH, BATCHES, STOCK = 5, 4, 3, 9, 100, 1, 100_000
UNITS = ("ms", "processor ms", "statements")
MARK = count(time.time_ns())


class Side:
    """One of the two: how its orders are made and taken through their steps."""

    steps = ()

    def __init__(self, database):
        self.database = database

    def request(self, work, user=1):
        """Run work(env) as the server does for a person: own cursor, Odoo's retries, commit."""
        with Registry(self.database).cursor() as cr:
            env = api.Environment(cr, user, {"lang": "en_US"})
            return retrying(lambda: work(env), env)

    def goods(self, env):
        """Make five kinds of goods with plenty in stock."""
        goods = env["product.product"].create([{
            "name": f"Bench coat {number}", "type": "consu", "is_storable": True, "weight": 0.4 + number / 10, "list_price": 100,
            "invoice_policy": "delivery", **self.goods_values()} for number in range(LINES)])
        house = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
        env["stock.quant"].with_context(inventory_mode=True).create([{
            "product_id": one.id, "location_id": house.lot_stock_id.id, "inventory_quantity": STOCK} for one in goods]).action_apply_inventory()
        return goods

    def goods_values(self):
        """Give more values of the goods."""
        return {}

    def person(self, env, *groups):
        """Make a user with these roles."""
        return env["res.users"].with_context(no_reset_password=True).create({
            "name": "Bench", "login": f"bench-{next(MARK)}", "group_ids": [Command.link(env.ref(group).id) for group in groups]}).id

    def lines(self):
        """Give the five lines of an order."""
        return [Command.create({"product_id": product, "product_uom_qty": 1}) for product in self.products]

    def pickings(self, env, orders):
        """Give the deliveries of orders, with tracking numbers typed in."""
        pickings = env["sale.order"].browse(orders).sudo().picking_ids.sudo(False)
        for picking in pickings:
            picking.carrier_tracking_ref = f"SF{picking.id:012d}"
        return pickings

    def run(self, orders):
        """Take orders through all steps, a request each.

        :return: [(seconds, seconds of the processor in this program, statements)], one a step.
        """
        out = []
        for name in self.steps:
            with statements() as seen:
                begun, busy = time.perf_counter(), time.process_time()
                getattr(self, name)(orders)
                out.append((time.perf_counter() - begun, time.process_time() - busy, len(seen)))
        return out


class Native(Side):
    """Orders of Odoo alone: salesperson and warehouse user, a carrier with a fixed price on the order."""

    steps = ("confirm", "deliver")

    def __init__(self, database):
        super().__init__(database)
        self.request(self._prepare)

    def _prepare(self, env):
        self.products = self.goods(env).ids
        freight = env["product.product"].create({"name": "Bench freight", "type": "service", "list_price": 0})
        self.carrier = env["delivery.carrier"].create({
            "name": "Bench", "delivery_type": "fixed", "fixed_price": 20, "product_id": freight.id}).id
        self.partner = env["res.partner"].create({"name": "Bench", "country_id": env.ref("base.cn").id, "zip": "610000"}).id
        self.seller = self.person(env, "sales_team.group_sale_salesman_all_leads")
        self.keeper = self.person(env, "stock.group_stock_user")
        self.booker = self.person(env, "account.group_account_invoice", "sales_team.group_sale_salesman_all_leads")

    def drafts(self, number):
        """Enter orders."""
        def work(env):
            orders = env["sale.order"].create([{"partner_id": self.partner, "order_line": self.lines()} for _ in range(number)])
            for order in orders:
                order.set_delivery_line(env["delivery.carrier"].browse(self.carrier), 20)
            return orders.ids
        return self.request(work, self.seller)

    def confirm(self, orders):
        """Press Confirm."""
        self.request(lambda env: env["sale.order"].browse(orders).action_confirm(), self.seller)

    def deliver(self, orders):
        """Press Validate."""
        def work(env):
            pickings = self.pickings(env, orders).with_context(skip_sms=True)
            pickings.button_validate()
            assert set(pickings.mapped("state")) == {"done"}, pickings.mapped("state")
        self.request(work, self.keeper)

    def invoice(self, orders):
        """Make and post the invoice."""
        self.request(lambda env: env["sale.order"].browse(orders)._create_invoices().action_post(), self.booker)


class Invoiced(Native):
    """The same with its invoice."""

    steps = ("confirm", "deliver", "invoice")

    def __init__(self, native):
        self.__dict__.update(native.__dict__)


class Dealer(Side):
    """Orders of a store to consumers: two people of service and a warehouse operator, four carriers under contract."""

    steps = ("submit", "approve", "ship")

    def __init__(self, database, orders):
        super().__init__(database)
        self.money = orders * 60_000
        self.request(self._prepare)

    def goods_values(self):
        """Put the goods on the shelf: dealers order nothing else."""
        return {"shelf_state": "on"}

    def _prepare(self, env):
        goods = self.goods(env)
        self.products = goods.ids
        _prices(env, goods)
        env["logistics.contract"].search([("company_id", "=", env.company.id)]).active = False
        divisions = env["dealer.division"].search([("level", "=", "province")])
        self.carrier = [_contract(env, number, divisions) for number in range(CONTRACTS)][0].id
        self.place = env["dealer.division"].search([("level", "=", "district")], limit=1).id
        env.company._dealer_base_setup()
        house = env["res.partner"].create({"name": "Bench house", "dealer_level": "sales_company", "is_company": True})
        owner = env["res.partner"].create({
            "name": "Bench dealer", "dealer_level": "dealer", "is_company": True, "parent_id": house.id, "dealer_state": "approved"})
        line = {"kind": "topup", "amount_fen": self.money, "label": "bench"}
        env["prepaid.account"]._get_or_create(env.company, owner)._post_entries(
            f"bench-{next(MARK)}", [line], "res.partner", owner.id, new_state="open")
        self.store = env["res.partner"].create({
            "name": "Bench store", "dealer_level": "store", "is_company": True, "parent_id": owner.id, "dealer_state": "approved",
            "division_id": self.place}).id
        self.author, self.reviewer = (self.person(env, "dealer_base.group_cs_presale") for _ in range(2))
        self.keeper = self.person(env, "dealer_base.group_wh_operator")

    def book(self, mode):
        """Have shipments booked each or by the day."""
        def work(env):
            env.company.prepaid_gl_mode = mode
        self.request(work)

    def drafts(self, number):
        """Enter orders."""
        values = {
            "is_dealer_order": True, "partner_id": self.store, "carrier_id": self.carrier, "dealer_mode": "consumer", "consumer_name": "Bench",
            "consumer_phone": "13800000001", "consumer_division_id": self.place, "consumer_street": "Street 1", "consumer_consent": True}
        return self.request(
            lambda env: env["sale.order"].create([{**values, "order_line": self.lines()} for _ in range(number)]).ids, self.author)

    def submit(self, orders):
        """Press Submit."""
        self.request(lambda env: env["sale.order"].browse(orders).action_submit(), self.author)

    def approve(self, orders):
        """Press Approve, as another person."""
        self.request(lambda env: env["sale.order"].browse(orders).action_approve(), self.reviewer)

    def ship(self, orders):
        """Press Ship."""
        def work(env):
            pickings = self.pickings(env, orders)
            pickings.button_validate()
            states = set(env["sale.order"].browse(orders).sudo().mapped("dealer_state"))
            assert states == {"shipped"}, states
        self.request(work, self.keeper)


def _turns(sides, turns, size=1):
    """Take orders of each side through their steps, side by side.

    :return: {side: [median milliseconds, milliseconds of the processor and statements of one order, each step]}.
    """
    taken = {side: [] for side in sides}
    for turn in range(turns + (WARM if size == 1 else 0)):
        for side in sides:
            found = side.run(side.drafts(size))
            if turn >= WARM or size > 1:
                taken[side].append(found)
    out = {}
    for side, runs in taken.items():
        out[side] = [tuple(statistics.median(run[step][place] for run in runs) * scale / size for place, scale in enumerate((1_000, 1_000, 1)))
                     for step in range(len(side.steps))]
    return out


def _rows(name, ours, theirs, limit):
    """Give the rows of a comparison.

    :param limit: the most that ours may be of theirs, None = no goal.
    """
    for place, unit in enumerate(UNITS):
        mine, other = (sum(step[place] for step in steps) for steps in (ours, theirs))
        goal, reached = ("", None) if limit is None else (f"<= {limit}x", mine <= other * limit)
        yield Row(f"{name}, {unit}", round(mine, 1), "ms" if unit.endswith("ms") else "", round(other, 1), goal, reached)


@bench
def orders(database, options):
    """One order and batches of 100, beside Odoo without our addons (--native NAME)."""
    if not options.native:
        return
    Registry(options.native)
    native, dealer = Native(options.native), Dealer(database, 2 * (TURNS + WARM) + 1 + BATCH * BATCHES)
    invoiced = Invoiced(native)
    dealer.book("event")
    each = _turns((dealer, invoiced), TURNS)
    dealer.book("daily")
    found = _turns((dealer, native), TURNS)
    yield from _rows("order of 5 lines: submit, approve, ship beside confirm, deliver", found[dealer], found[native], 1.25)
    for number, (name, other) in enumerate(zip(dealer.steps, ("confirm", "confirm", "deliver"), strict=True)):
        against = found[native][native.steps.index(other)]
        for unit, mine, theirs in zip(UNITS, found[dealer][number], against, strict=True):
            yield Row(f"  {name} beside {other}, {unit}", round(mine, 1), "ms" if unit.endswith("ms") else "", round(theirs, 1))
    yield from _rows("the same with an invoice for each shipment, beside confirm, deliver, invoice", each[dealer], each[invoiced], None)
    many = _turns((dealer,), BATCHES, BATCH)
    yield from _rows(f"in batches of {BATCH}, each order, beside Odoo one by one", many[dealer], found[native], 1)
