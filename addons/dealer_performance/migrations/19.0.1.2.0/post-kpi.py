from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Keep KPI schemes that people are assessed by in force, since until now every scheme was; sheets that are worked out keep what the system knows now."""
    if not version:
        return
    cr.execute(
        """UPDATE perf_kpi_scheme scheme SET state = 'active'
            WHERE EXISTS (SELECT FROM perf_kpi_sheet WHERE scheme_id = scheme.id)
               OR EXISTS (SELECT FROM perf_kpi_scheme_person_rel WHERE perf_kpi_scheme_id = scheme.id)""")
    env = api.Environment(cr, SUPERUSER_ID, {})  # superuser: the upgrade acts for the program
    env.invalidate_all()
    env["perf.kpi.sheet"].search([("state", "in", ("calculated", "confirmed", "paid"))])._keep_system()
