/** @odoo-module **/
// A campaign from its brief to its result, by the people who plan and approve it. All selectors are ids and field names, so the language does not matter.
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function press(method) {
    return { content: `press ${method}`, trigger: `.o_form_view button[name='${method}']:enabled`, run: "click" };
}

function state(value) {
    return { content: `now it is ${value}`, trigger: `.o_statusbar_status .o_arrow_button_current[data-value='${value}']` };
}

function page(name) {
    return { content: `page ${name}`, trigger: `.o_form_view .nav-link[name='${name}']`, run: "click" };
}

function open(text) {
    return { content: `open ${text}`, trigger: `.o_list_view .o_data_row td[name='name']:contains('${text}')`, run: "click" };
}

tours.add("promo_campaign_plan", {
    steps: () => [
        open("双十二"),
        state("closed"),
        press("action_clone"),
        state("draft"),
        { content: "a name of its own", trigger: ".o_field_widget[name='name'] input", run: "edit 年货节" },
        page("brief"),
        { content: "why now", trigger: ".o_field_widget[name='background'] textarea", run: "edit 春节前备货" },
        { content: "for whom", trigger: ".o_field_widget[name='audience_id']:contains('金牌'), .o_field_widget[name='audience_id'] input" },
        page("phases"),
        { content: "its phase came along", trigger: ".o_field_widget[name='phase_ids'] .o_data_row" },
        page("budget"),
        { content: "and its budget", trigger: ".o_field_widget[name='budget_line_ids'] .o_data_row" },
        press("action_submit"),
        state("submitted"),
        page("proofs"),
        { content: "lowest prices are there", trigger: ".o_field_widget[name='proof_ids'] .o_data_row" },
        { content: "the planner cannot approve", trigger: ".o_form_view:not(:has(button[name='action_approve']))" },
    ],
});

tours.add("promo_campaign_approve", {
    steps: () => [
        open("年货节"),
        state("submitted"),
        page("proofs"),
        { content: "lowest prices are there", trigger: ".o_field_widget[name='proof_ids'] .o_data_row" },
        press("action_approve"),
        state("approved"),
    ],
});

tours.add("promo_campaign_result", {
    steps: () => [
        open("年货节"),
        page("phases"),
        { content: "what the phase did", trigger: ".o_field_widget[name='phase_ids'] .o_data_row td[name='result_text']:contains('1')" },
        page("result"),
        press("action_work_out"),
        { content: "one order", trigger: ".o_field_widget[name='sheet_orders']:contains('1')" },
        { content: "what was reached", trigger: ".o_field_widget[name='evaluation'] textarea", run: "edit 一张订单" },
        { content: "what becomes of it", trigger: ".o_field_widget[name='decision'] input", run: "click" },
        { content: "keep it", trigger: ".o_select_menu_item:contains('保留'), .o_select_menu_item:contains('Keep')", run: "click" },
        press("action_close"),
        state("closed"),
    ],
});
