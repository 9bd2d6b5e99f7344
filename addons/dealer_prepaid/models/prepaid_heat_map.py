from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.dealer_base.money import to_fen, yuan

READERS = ("group_fin_manager", "group_auditor")
MANY, MOST, FAST = 10, 80, 1  # documents of a maker before a share says something; percent by one checker; minutes


class PrepaidHeatMap(models.TransientModel):
    """Maker-checker heat map (N19): who decides whose documents, how many, for how much, and which pair should be looked at.

    A pair is named when one person decided most of another's documents, when two persons decide each other's, or when documents were
    decided within a minute of being entered.
    """

    _name = "prepaid.heat.map"
    _description = "Maker-checker heat map"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    date_from = fields.Date(string="From", required=True, default=lambda self: self._default_from())
    date_to = fields.Date(string="To", required=True, default=lambda self: self.env.company._dealer_today())
    kind = fields.Selection(lambda self: self._kinds(), string="Kind of document", help="Empty: all kinds.")
    map_html = fields.Html(compute="_compute_map", string="Heat map", sanitize=False)
    hint_html = fields.Html(compute="_compute_map", string="To be looked at", sanitize=False)

    @api.depends("date_from", "date_to")
    def _compute_display_name(self):
        for heat in self:
            heat.display_name = self.env._("Maker-checker heat map")

    @api.model
    def _default_from(self):
        return self.env.company._dealer_today() - relativedelta(months=3)

    @api.model
    def _kinds(self):
        models_ = self.env["ir.model"].sudo()  # sudo: names of kinds of documents
        return [(source.model, models_._get(source.model).name) for source in self.env["prepaid.pair"]._pair_sources() if source.model in self.env]

    @api.model
    def action_open(self):
        """Open the heat map of the last three months.

        :return: action.
        :raises AccessError: for everybody but finance managers and auditors.
        """
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in READERS):
            raise AccessError(self.env._("The heat map of makers and checkers is for the finance manager and auditors."))
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_heat_map_action")
        return {**action, "res_id": self.create({}).id}

    def action_open_pairs(self):
        """Show the documents that the map counts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_pair_action")
        return {**action, "domain": self._domain(), "context": {}}

    # -- parts

    def _domain(self):
        domain = [("company_id", "=", self.company_id.id), ("decided_on", ">=", str(self.date_from)), ("decided_on", "<=", str(self.date_to))]
        return [*domain, ("res_model", "=", self.kind)] if self.kind else domain

    @api.depends("company_id", "date_from", "date_to", "kind")
    @api.depends_context("lang")
    def _compute_map(self):
        for view in self:
            cells = view._cells() if view.company_id and view.date_from and view.date_to else {}
            view.map_html, view.hint_html = view._render(cells), view._hints(cells)

    def _cells(self):
        """Count the documents.

        :return: {(maker, checker): (count, fen, decided within a minute)} with res.users as keys.
        """
        self.env.flush_all()
        pairs = self.env["prepaid.pair"]
        fast = {(maker, checker): count for maker, checker, count in pairs._read_group(
            [*self._domain(), ("minutes", "<", FAST)], ["maker_id", "checker_id"], ["__count"])}
        return {
            (maker, checker): (count, to_fen(amount or 0), fast.get((maker, checker), 0))
            for maker, checker, count, amount in pairs._read_group(self._domain(), ["maker_id", "checker_id"], ["__count", "amount:sum"])}

    def _render(self, cells):
        if not cells:
            return Markup("<p class='text-muted'>%s</p>") % self.env._("No document was decided in these days.")
        names = {user: user.sudo().name for pair in cells for user in pair}  # sudo: names of colleagues
        makers, checkers = (sorted({pair[place] for pair in cells}, key=lambda user: names[user]) for place in (0, 1))
        head = Markup("<tr><th>%s</th>%s</tr>") % (
            self.env._("Entered by \\ decided by"), Markup("").join(Markup("<th class='text-center'>%s</th>") % names[user] for user in checkers))
        rows = []
        for maker in makers:
            total = sum(cells[pair][0] for pair in cells if pair[0] == maker)
            rows.append(Markup("<tr><th>%s</th>%s</tr>") % (
                names[maker], Markup("").join(self._cell(cells.get((maker, checker)), total) for checker in checkers)))
        return Markup("<table class='table table-sm table-bordered o_prepaid_heat'>%s%s</table>") % (head, Markup("").join(rows))

    @staticmethod
    def _cell(found, total):
        if not found:
            return Markup("<td></td>")
        count, fen, _fast = found
        return Markup("<td class='text-center' style='background-color: rgba(220, 53, 69, %s)'><b>%s</b><br/><small>%s</small></td>") % (
            f"{count / total * 0.7:.2f}", count, yuan(fen))

    def _hints(self, cells):
        """Name the pairs to look at."""
        hints = []
        for (maker, checker), (count, _fen, fast) in sorted(cells.items(), key=lambda item: -item[1][0]):
            total = sum(cells[pair][0] for pair in cells if pair[0] == maker)
            words = {"maker": maker.sudo().name, "checker": checker.sudo().name, "count": count, "total": total, "fast": fast}  # sudo: names of colleagues
            if total >= MANY and count * 100 >= total * MOST:
                hints.append(self.env._("%(checker)s decided %(count)s of the %(total)s documents of %(maker)s.", **words))
            if (checker, maker) in cells and maker.id < checker.id:
                hints.append(self.env._(
                    "%(maker)s and %(checker)s decide each other's documents: %(count)s one way, %(back)s the other.",
                    back=cells[checker, maker][0], **words))
            if fast:
                hints.append(self.env._("%(checker)s decided %(fast)s documents of %(maker)s within a minute of their entry.", **words))
        return Markup("<ul>%s</ul>") % Markup("").join(Markup("<li>%s</li>") % hint for hint in hints) if hints else False
