/** @odoo-module **/
// Journey J22: from the KPI sheet to the statement, by the people whose job it is. All selectors are field names, so the language does not matter.
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function press(method) {
    return { content: `press ${method}`, trigger: `.o_form_view button[name='${method}']:enabled`, run: "click" };
}

function state(value) {
    return { content: `now it is ${value}`, trigger: `.o_statusbar_status .o_arrow_button_current[data-value='${value}']` };
}

function open(name, text) {
    return { content: `open ${text}`, trigger: `.o_list_view .o_data_row td[name='${name}']:contains('${text}')`, run: "click" };
}

tours.add("perf_sheet_calculate", {
    steps: () => [
        open("date_from", "2025"),
        state("data"),
        press("action_calculate"),
        state("calculated"),
        { content: "the coefficient", trigger: ".o_field_widget[name='coefficient']:contains('0.93')" },
    ],
});

tours.add("perf_sheet_object", {
    steps: () => [
        open("date_from", "2025"),
        state("calculated"),
        press("action_ask_object"),
        { content: "why", trigger: ".modal .o_field_widget[name='reason'] textarea, .modal .o_field_widget[name='reason'] input", run: "edit 任务额有误" },
        { content: "send it", trigger: ".modal footer button.btn-primary:enabled", run: "click" },
        state("objection"),
        { content: "it is shown", trigger: ".o_form_view .alert:contains('任务额有误')" },
    ],
});

tours.add("perf_run_calculate", {
    steps: () => [
        open("period", "2025-11"),
        state("draft"),
        press("action_calculate"),
        state("calculated"),
        { content: "everybody is done", trigger: ".o_field_widget[name='line_ids'] .o_data_row td[name='payable']:contains('3,720.00')" },
    ],
});

tours.add("perf_run_approve", {
    steps: () => [
        open("period", "2025-11"),
        state("calculated"),
        press("action_approve"),
        state("approved"),
    ],
});

tours.add("perf_statement", {
    steps: () => [
        { content: "what it shows stands above the figures", trigger: ".o_list_view .o_dealer_definition .o_figure_definition" },
        open("period", "2025-11"),
        { content: "what is paid", trigger: ".o_form_view .o_field_widget[name='payable']:contains('3,720.00')" },
        { content: "of which sales", trigger: ".o_form_view .o_field_widget[name='sales']:contains('400,000.00')" },
    ],
});
