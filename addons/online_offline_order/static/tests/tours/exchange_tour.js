/** @odoo-module **/
// Journeys J12 (branch: worn, the store agrees) and J14 in the browser: one tour per person. Selectors are ids and field names.
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const MENU = "online_offline_order.menu_return_";

function openMenu(leaf) {
    return [
        stepUtils.showAppsMenuItem(),
        { content: "open the application", trigger: ".o_app[data-menu-xmlid='dealer_base.menu_dealer_root']", run: "click" },
        { content: "open After-sales", trigger: ".o_menu_sections [data-menu-xmlid='dealer_base.menu_aftersales']", run: "click" },
        { content: "open the list", trigger: `[data-menu-xmlid='${MENU}${leaf}']`, run: "click" },
    ];
}

function openRow() {
    return [
        { content: "open the return", trigger: ".o_list_view .o_data_row:has(td[name='reason_class']) td[name='order_id']", run: "click" },
        { content: "the form is there", trigger: ".o_form_view .o_field_widget[name='net_amount']" },
    ];
}

function press(method, state) {
    return [
        { content: `press ${method}`, trigger: `.o_form_statusbar button[name='${method}']:not(:disabled)`, run: "click" },
        { content: `now it is ${state}`, trigger: `.o_form_statusbar .o_arrow_button_current[data-value='${state}']` },
    ];
}

function answer(method, text, state) {
    return [
        { content: `press ${method}`, trigger: `.o_form_statusbar button[name='${method}']`, run: "click" },
        { content: "say why", trigger: ".modal .o_field_widget[name='reason'] textarea", run: `edit ${text}` },
        { content: "apply", trigger: ".modal .modal-footer button[name='action_apply']", run: "click" },
        { content: `now it is ${state}`, trigger: `.o_form_statusbar .o_arrow_button_current[data-value='${state}']` },
    ];
}

const tours = registry.category("web_tour.tours");

tours.add("dealer_exchange_request", {
    url: "/odoo",
    steps: () => [
        ...openMenu("requests"),
        { content: "the list of returns is there", trigger: ".o_list_view th[data-name='reason_class']" },
        { content: "new return", trigger: ".o_list_button_add", run: "click" },
        { content: "find the order", trigger: ".o_field_widget[name='order_id'] input", run: "edit S0" },
        { content: "take it", trigger: ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(S0) > a", run: "click" },
        { content: "its goods are listed", trigger: ".o_field_widget[name='line_ids'] .o_data_row td[name='quantity']", run: "click" },
        { content: "one piece", trigger: ".o_field_widget[name='line_ids'] .o_data_row .o_field_widget[name='quantity'] input", run: "edit 1" },
        { content: "the reason", trigger: ".o_field_widget[name='reason'] input", run: "edit 换成长款" },
        { content: "the postage", trigger: ".o_field_widget[name='postage'] input", run: "edit 18" },
        { content: "goods that go out", trigger: ".o_field_widget[name='exchange_line_ids'] .o_field_x2many_list_row_add a", run: "click" },
        { content: "find them", trigger: ".o_field_widget[name='exchange_line_ids'] .o_field_widget[name='product_id'] input", run: "edit T-LONG" },
        { content: "take them", trigger: ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(T-LONG) > a", run: "click" },
        { content: "leave the list", trigger: ".o_field_widget[name='reason'] input", run: "click" },
        { content: "the difference is shown before the submit", trigger: ".o_field_widget[name='net_amount']:contains('114.80')" },
        ...press("action_submit", "submitted"),
    ],
});
tours.add("dealer_exchange_approve", {
    url: "/odoo",
    steps: () => [
        ...openMenu("requests"), ...openRow(), ...press("action_approve", "approved"),
        { content: "its replacement is made", trigger: "button[name='action_open_exchange']" },
    ],
});
tours.add("dealer_exchange_receive", {
    url: "/odoo",
    steps: () => [...openMenu("receive"), ...openRow(), ...press("action_receive", "inspecting"), ...press("action_inspect", "exchange")],
});
tours.add("dealer_exchange_accept", {
    url: "/odoo",
    steps: () => [...openMenu("exchange"), ...openRow(), ...press("action_accept_exchange", "replacing")],
});

tours.add("dealer_inspection_inspect", {
    url: "/odoo",
    steps: () => [
        ...openMenu("inspect"), ...openRow(),
        { content: "the inspection", trigger: ".o_notebook .nav-link[name='inspection']", run: "click" },
        { content: "one piece is worn", trigger: ".o_field_widget[name='inspection_ids'] .o_data_row td[name='worn_qty']", run: "click" },
        { content: "count it", trigger: ".o_field_widget[name='inspection_ids'] .o_data_row .o_field_widget[name='worn_qty'] input", run: "edit 1" },
        { content: "it has no fault", trigger: ".o_field_widget[name='inspection_ids'] .o_data_row .o_field_widget[name='defect_qty'] input", run: "edit 0" },
        { content: "what was found", trigger: ".o_field_widget[name='inspection_ids'] .o_data_row .o_field_widget[name='note'] input", run: "edit 领口有穿着痕迹" },
        ...press("action_inspect", "downgraded"),
    ],
});
tours.add("dealer_inspection_agree", {
    url: "/odoo",
    steps: () => [
        ...openMenu("decide"), ...openRow(),
        { content: "the new figures", trigger: ".o_field_widget[name='net_amount']:contains('272.00')" },
        ...answer("action_open_accept_downgrade", "门店同意按非质量退货处理", "received"),
    ],
});
