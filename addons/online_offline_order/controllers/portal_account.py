from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..adapters.typed import read_yuan

OWNER = "dealer_base.group_portal_dealer"
READERS = f"{OWNER},dealer_base.group_portal_store,dealer_base.group_portal_readonly"
STATEMENTS = f"{OWNER},dealer_base.group_portal_readonly"
PAGE = 40
LINES = 100
URL = "/my/prepaid"


class PortalAccount(CustomerPortal):
    """The prepaid account on the portal (R0-050): balance, held, available, movements, and statements that the owner confirms or disputes by line.

    Every page works with the rights of the user: record rules say which accounts and statements are his, the statement itself who may answer.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "prepaid_statement_count" in counters:
            values["prepaid_statement_count"] = request.env["prepaid.statement"].search_count([("state", "=", "issued")]) if self._is(OWNER) else 0
        return values

    @http.route([URL, f"{URL}/page/<int:page>"], type="http", auth="user", website=True, methods=["GET"])
    def prepaid_accounts(self, page=1, account=None, **_arguments):
        """Show the accounts of the own tree, and the movements of one of them, newest first.

        :param account: id of the account whose movements are shown, the first one by default.
        """
        self._need(READERS)
        accounts = request.env["prepaid.account"].search([], order="state desc, id")
        chosen = accounts.filtered(lambda one: str(one.id) == account)[:1] or accounts[:1]
        entries, domain = request.env["prepaid.entry"], [("account_id", "=", chosen.id)]
        pages = pager(url=URL, url_args={"account": chosen.id}, total=entries.search_count(domain), page=page, step=PAGE)
        statements = request.env["prepaid.statement"]
        return request.render("online_offline_order.portal_prepaid_accounts", {
            **self._prepare_portal_layout_values(), "page_name": "prepaid_account", "accounts": accounts, "account": chosen, "pager": pages,
            "companies": {one.id: one.name for one in accounts.company_id.sudo()},  # sudo: the suppliers' names beside the accounts that may be read
            "entries": entries.search(domain, limit=PAGE, offset=pages["offset"]),
            "holds": request.env["prepaid.hold"].search([("account_id", "=", chosen.id), ("state", "in", ("tentative", "open"))], limit=PAGE),
            "statements": statements.search([("account_id", "=", chosen.id)], limit=PAGE) if self._is(STATEMENTS) else statements})

    @http.route(
        [f"{URL}/statement/<int:statement_id>", f"{URL}/statement/<int:statement_id>/page/<int:page>"], type="http", auth="user", website=True,
        methods=["GET"])
    def prepaid_statement(self, statement_id, page=1, **_arguments):
        """Show a statement with its lines; its owner answers it here."""
        return self._statement_page(self._statement(statement_id), page)

    @http.route(f"{URL}/statement/<int:statement_id>/confirm", type="http", auth="user", website=True, methods=["POST"])
    def confirm_prepaid_statement(self, statement_id, note="", **_arguments):
        """Confirm a statement as its owner; a second press changes nothing."""
        statement = self._statement(statement_id)
        return self._answered(statement, lambda: statement.confirm_as_owner(note.strip()[:500] or None))

    @http.route(f"{URL}/statement/<int:statement_id>/dispute", type="http", auth="user", website=True, methods=["POST"])
    def dispute_prepaid_statement(self, statement_id, line="", reason="", claimed="", **_arguments):
        """Dispute one line as the owner.

        :param line: id of the line. :param reason: text. :param claimed: what the amount should be, optional.
        """
        statement = self._statement(statement_id)

        def dispute():
            if not (line.isascii() and line.isdecimal()):
                raise UserError(request.env._("Choose the line of %s that is not right.", statement.name))
            statement.dispute_as_owner(int(line), reason[:500], read_yuan(request.env, claimed) if claimed.strip() else None)
        return self._answered(statement, dispute)

    # -- parts

    @staticmethod
    def _is(groups):
        return request.env.user.has_groups(groups)

    def _need(self, groups):
        if not self._is(groups):
            raise request.not_found()

    def _statement(self, statement_id):
        self._need(STATEMENTS)
        statement = request.env["prepaid.statement"].search([("id", "=", statement_id)])
        if not statement:
            raise request.not_found()
        return statement

    def _answered(self, statement, answer):
        try:
            with request.env.cr.savepoint():
                answer()
        except (AccessError, UserError) as error:
            return self._statement_page(statement, error=str(error))
        return request.redirect(f"{URL}/statement/{statement.id}", code=303)

    def _statement_page(self, statement, page=1, error=None):
        url, lines, domain = f"{URL}/statement/{statement.id}", request.env["prepaid.statement.line"], [("statement_id", "=", statement.id)]
        pages = pager(url=url, total=statement.line_count, page=page, step=LINES)
        return request.render("online_offline_order.portal_prepaid_statement", {
            **self._prepare_portal_layout_values(), "page_name": "prepaid_statement", "statement": statement, "pager": pages, "error": error,
            "lines": lines.search(domain, order="place", limit=LINES, offset=pages["offset"]), "answers": self._is(OWNER)})
