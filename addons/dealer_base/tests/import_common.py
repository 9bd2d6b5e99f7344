"""Builders for the tests of import jobs."""
import base64

from odoo import Command
from odoo.tests import TransactionCase

from .people import new_test_user
from .sheets import xlsx

DEALER_HEAD = ["级别", "编码", "名称", "上级编码", "电话", "省", "市", "区县", "详细地址", "业务员", "联系人", "合作日期", "备注"]
GOODS_HEAD = ["商品编码", "商品名称", "颜色", "尺码", "品类", "品牌", "单位", "出厂价", "零售价", "成本价", "重量kg", "条码"]


class ImportCase(TransactionCase):
    """Users of the departments that import, and a job from rows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.presale = cls._user("imp_presale", "group_cs_presale")
        cls.presale2 = cls._user("imp_presale2", "group_cs_presale")
        cls.rep = cls._user("imp_rep", "group_sales_rep")
        cls.settlement = cls._user("imp_settlement", "group_fin_settlement")
        cls.manager = cls._user("imp_finmanager", "group_fin_manager")
        cls.buyer = cls._user("imp_buyer", "group_purchase_clerk")

    @classmethod
    def _user(cls, login, *groups):
        return new_test_user(
            cls.env, login=login, name=login, lang="zh_CN", groups=",".join(f"dealer_base.{group}" for group in groups),
            company_id=cls.env.company.id, company_ids=[Command.set(cls.env.company.ids)])

    def _job(self, user, layout, rows, content=None, **values):
        content = content if content is not None else xlsx(rows)
        return self.env["dealer.import.job"].with_user(user).create({
            "layout": layout, "filename": "客户.xlsx", "file": base64.b64encode(content), **values,
        })

    def _tree(self):
        """Rows of a small tree, stores first."""
        return [
            DEALER_HEAD,
            ["门店", "IMP1A", "一号店", "IMPD1", "13800138001", "四川省", "成都市", "武侯区", "路1号", "imp_rep", "李四", None, None],
            ["经销商", "IMPD1", "一号经销商", "IMPSC", "13800138000", "四川", "成都", None, "路2号", "imp_rep", "张三", "2026-03-01", "重点"],
            ["销售公司", "IMPSC", "西部销售公司", None, None, "四川", "成都", None, None, None, None, None, None],
            ["门店", "IMP1B", "二号店", "IMPD1", "13800138002", "四川省", "成都市", "锦江区", None, "imp_rep", None, None, None],
        ]

    def _codes(self, job):
        return sorted((error.row, error.column or "", error.code) for error in job.error_ids)

    def _counts(self, job):
        return job.created_count, job.updated_count, job.unchanged_count, job.error_count
