from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..scoring import Bracket, Line, Scheme, run_month
from ..sql.lines import bounds

NOTHING = Scheme((Bracket(0, None, 0),))  # of people whose scheme ended
AMOUNTS = ("sales", "commission", "claw_back", "carried_in", "payable", "carried_out")


class PerfCommissionLine(models.Model):
    """The statement of one person, or of one guide, for one period; written by the run."""

    _name = "perf.commission.line"
    _description = "Commission of a person"
    _order = "period desc, user_id, guide_id"
    _rec_name = "user_id"

    run_id = fields.Many2one("perf.commission.run", required=True, index=True, ondelete="restrict", readonly=True)
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    period = fields.Char(related="run_id.period", store=True, index=True, string="Month or year")
    state = fields.Selection(related="run_id.state", store=True, index=True)
    user_id = fields.Many2one("res.users", string="Person", index=True, readonly=True)
    guide_id = fields.Many2one("dealer.guide", string="Guide", index="btree_not_null", readonly=True, ondelete="restrict")
    scheme_id = fields.Many2one("perf.commission.scheme", required=True, readonly=True, ondelete="restrict")
    kpi_sheet_id = fields.Many2one("perf.kpi.sheet", string="KPI sheet", readonly=True)
    coefficient = fields.Float(digits=(6, 4), readonly=True, aggregator=None)
    is_earning = fields.Boolean(readonly=True, default=True, help="No: the scheme ended, only returns and what is owed count.")
    is_done = fields.Boolean(string="Worked out", readonly=True, index=True)
    sales = fields.Monetary(readonly=True, help="Settled goods of the period less what came back of them.")
    commission = fields.Monetary(readonly=True, help="By the brackets, times the coefficient.")
    claw_back = fields.Monetary(readonly=True, help="Commission on sales of earlier periods that came back: what they had earned then.")
    carried_in = fields.Monetary(string="Carried in", readonly=True, help="What the period before left owing.")
    payable = fields.Monetary(string="To pay", readonly=True)
    carried_out = fields.Monetary(string="Carried on", readonly=True, help="What stays owing; the next period takes it in, it is never set to zero.")
    before_first = fields.Monetary(string="Returns of months before the first run", readonly=True, help="They earned nothing here, so nothing is taken back.")
    snapshot = fields.Json(readonly=True)
    taken = fields.Json(readonly=True)

    _person_uniq = models.Constraint("UNIQUE(run_id, user_id)", "A person has one line in a run.")
    _guide_uniq = models.Constraint("UNIQUE(run_id, guide_id)", "A guide has one line in a run.")
    _one_person = models.Constraint("CHECK((user_id IS NULL) <> (guide_id IS NULL))", "A line belongs to a person or to a guide.")

    @api.depends("user_id", "guide_id", "period")
    def _compute_display_name(self):
        for line in self:
            person = line.user_id or line.guide_id
            line.display_name = f"{person.sudo().display_name} {line.period}"  # sudo: the name of whose statement it is

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Commission is written by its run."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("Commission is written by its run."))
        return super().write(vals)

    # -- the batch

    def _work_out(self):
        """Work out the lines of one run: a bounded number of people, their sums and their own earlier lines, whatever the number of sales."""
        if not self:
            return
        run = self.run_id
        people = ["|", ("user_id", "in", self.user_id.ids), ("guide_id", "in", self.guide_id.ids)]
        sums = {}
        sales = self.env["perf.commission.sale"]
        for user, guide, origin, amount in sales._read_group([("run_id", "=", run.id), *people], ["user_id", "guide_id", "origin"], ["amount:sum"]):
            sums.setdefault((user.id, guide.id), []).append((to_fen(amount), origin or None))
        whole = sales._read_group([("run_id", "=", run.id), ("role", "=", "store")], ["origin"], ["amount:sum"])
        everything = [(to_fen(amount), origin or None) for origin, amount in whole]
        origins = {origin for _fen, origin in everything if origin} | {origin for rows in sums.values() for _fen, origin in rows if origin}
        before = run._before()
        since = min([*origins, before.period or run.period])
        earlier = self.search([
            ("company_id", "=", run.company_id.id), ("run_id.kind", "=", run.kind), ("period", ">=", since), ("period", "<", run.period), *people])
        history = earlier.grouped(lambda line: (line.user_id.id, line.guide_id.id))
        for line in self:
            key = line.user_id.id, line.guide_id.id
            line.write(line._result(sums.get(key, []), everything, history.get(key, self.browse()), before))

    def _result(self, own, everything, earlier, before):
        """Work out one line.

        :param own: list of (fen, origin) of the person, :param everything: of the whole company.
        :param earlier: the person's lines of earlier periods. :param before: the run of the period before, maybe empty.
        :return: values.
        """
        then = {line.period: line for line in earlier}
        scheme = self.scheme_id
        mine = (everything if scheme.scope == "company" else own) if self.is_earning else []
        back = [Line(fen, origin) for fen, origin in own if origin in then and then[origin].scheme_id.scope != "company"]
        back += [Line(fen, origin) for fen, origin in everything if origin in then and then[origin].scheme_id.scope == "company"]
        factor = round(self.coefficient * 10_000)
        core = scheme._core() if self.is_earning else NOTHING
        owed = sum(to_fen(line.carried_out) for line in earlier if line.run_id == before)
        new = [Line(fen) for fen, origin in mine if not origin]
        result = run_month(core, new + back, factor, earlier._past({line.origin for line in back}), owed)
        return {
            "is_done": True,
            "snapshot": {"mode": core.mode, "bp": factor, "brackets": [[one.from_fen, one.upto_fen, one.rate_bp] for one in core.brackets]},
            "taken": {origin: sum(line.amount_fen for line in back if line.origin == origin) for origin in {line.origin for line in back}},
            **{name: float(from_fen(getattr(result, f"{name}_fen"))) for name in AMOUNTS},
            "before_first": float(from_fen(sum(fen for fen, origin in mine if origin and origin not in then)))}

    def _past(self, origins):
        """Give the earlier periods as the core takes them: scheme and coefficient of then, sales less what later runs took back."""
        past = {}
        for line in self.filtered(lambda one: one.period in origins):
            shot = line.snapshot
            scheme = Scheme(tuple(Bracket(*bracket) for bracket in shot["brackets"]), shot["mode"])
            taken = sum((other.taken or {}).get(line.period, 0) for other in self)
            past[line.period] = (scheme, shot["bp"], to_fen(line.sales) + taken)
        return past

    # -- the statement

    def _tell(self):
        """Tell the people of approved lines that their statement can be read."""
        for line in self.filtered("user_id"):
            person = line.with_context(lang=line.user_id.lang or self.env.lang)
            self.env["mail.thread"].message_notify(
                partner_ids=line.user_id.partner_id.ids, subject=person.env._("Your commission statement for %s", line.period),
                body=person.env._("The commission for %s was approved. Read and print your statement under Performance, My commission.", line.period),
                force_send=False)

    def _statement(self):
        """Give what the printed statement says beyond the amounts.

        :return: dict: ``scheme`` and ``approved_by`` names, ``mode``, ``brackets`` (from, below or None, rate in %), ``back`` (period, amount),
            ``kpi`` (name, weight, result, points).
        """
        self.ensure_one()
        shot = self.snapshot or {"mode": "marginal", "brackets": []}
        sheet = self.kpi_sheet_id.sudo()  # sudo: the sheet of the person whose statement it is
        run = self.run_id.sudo()  # sudo: who approved what the person is paid
        scheme = self.scheme_id.sudo()  # sudo: the name of the scheme by which the person is paid
        return {
            "scheme": scheme.name, "approved_by": run.approved_by_id.name,
            "mode": dict(self.env["perf.commission.scheme"]._fields["mode"]._description_selection(self.env)).get(shot["mode"]),
            "brackets": [(low / 100, high and high / 100, rate / 100) for low, high, rate in shot["brackets"]],
            "back": [(origin, fen / 100) for origin, fen in sorted((self.taken or {}).items())],
            "kpi": [(line.name, line.weight, line.result, line.points) for line in sheet.line_ids]}

    def action_open_sales(self):
        """Show the credited sales behind the line.

        :return: list action.
        """
        self.ensure_one()
        self.check_access("read")
        low, high = bounds(self.period)
        domain = [("company_id", "=", self.company_id.id), ("period", ">=", low), ("period", "<=", high), ("role", "=", "guide" if self.guide_id else "store")]
        every = self.env["dealer.attribution"].sudo()  # sudo: which orders earn nothing; whoever lost the customer reads the credit, not the order
        domain.append(("order_id", "not in", every.search([*domain, ("order_id.is_commission_excluded", "=", True)]).order_id.ids))
        if self.guide_id:
            domain.append(("guide_id", "=", self.guide_id.id))
        elif self.scheme_id.sudo().scope == "own":  # sudo: the scheme's scope tells which sales count
            domain.append(("salesperson_id", "=", self.user_id.id))
        return {
            "type": "ir.actions.act_window", "name": self.env._("Credited sales"), "res_model": "dealer.attribution", "view_mode": "list,pivot",
            "domain": domain}
