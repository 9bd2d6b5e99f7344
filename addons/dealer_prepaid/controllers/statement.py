from odoo import http
from odoo.http import content_disposition, request

from ..adapters.statement_xlsx import statement_book

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class StatementDownload(http.Controller):
    """Downloads of statements and proofs: rights and record rules of the user decide, as on the screen."""

    @http.route("/prepaid/statement/<int:statement_id>.xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def statement_xlsx(self, statement_id):
        """Give an issued statement as a spreadsheet."""
        statement = request.env["prepaid.statement"].browse(statement_id).exists()
        if not statement:
            raise request.not_found()
        statement.check_access("read")
        statement._need_state("issued", "confirmed", "disputed", "settled")
        return self._file(statement_book(statement), f"{statement.name}.xlsx", XLSX)

    @http.route("/prepaid/account/<int:account_id>/proof.jsonl", type="http", auth="user", methods=["GET"], readonly=True)
    def account_proof(self, account_id):
        """Give the proof file of an account."""
        account = request.env["prepaid.account"].browse(account_id).exists()
        if not account:
            raise request.not_found()
        account._need_proof()
        return self._file(account._proof_file(), f"proof-{account.id}.jsonl", "application/x-ndjson")

    @staticmethod
    def _file(content, name, mimetype):
        return request.make_response(content, headers=[
            ("Content-Type", mimetype), ("Content-Disposition", content_disposition(name)), ("X-Content-Type-Options", "nosniff")])
