"""Run by `odoo shell` right after account and l10n_cn are installed: the chart of the company is cn_large_bis."""
company = env.company
env["account.chart.template"].try_loading("cn_large_bis", company, install_demo=False)
env["res.users"].with_context(active_test=False).search([]).write({"tz": "Asia/Shanghai"})
company.partner_id.tz = "Asia/Shanghai"
assert company.chart_template == "cn_large_bis", company.chart_template
assert company.currency_id.name == "CNY", company.currency_id.name
assert company.country_id.code == "CN", company.country_id.code
env.cr.commit()
