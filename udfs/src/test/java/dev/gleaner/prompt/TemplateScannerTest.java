package dev.gleaner.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateScannerTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '^',
            value = {
                "{{subject} {{body}} => column 1: {{subject} is not closed",
                "To: {{subject => column 5: {{subject is not closed",
                "{{a{b}} => column 1: {{a{ is not closed",
                "Like {{\"topic\": \"card\"}} => column 6: {{\"topic\" is no placeholder; JSON"
                        + " with",
                "{{\"topic\"}} => column 1: {{\"topic\" is no placeholder",
                "{{topic: card, urgency: 3}} => column 1: {{topic: card, urgency: 3}} is no path",
                "{{{text}}} => column 1: {{{ is Mustache's",
                "{{#if text}}x{{/if}} => column 1: {{#if text}} is no path, but of Handlebars",
                "{{^text}} => column 1: {{^text}} is no path, but of Handlebars",
                "{{> head}} => column 1: {{> head}} is no path, but of Handlebars",
                "{{! note}} => column 1: {{! note}} is no path, but of Handlebars",
                "{{ text | upper }} => column 1: {{text | upper}} is no path, but of Jinja",
                "{{- text -}} => column 1: {{- text -}} is no path, but of Jinja or Go",
                "{{ .Text }} => column 1: {{.Text}} is no path, but of Go",
                "{{ items[0] }} => column 1: {{items[0]}} is no path, but of another",
                "{{ a if b else c }} => column 1: {{a if b else c}} is no path, but of another",
                "{{ f(x) }} => column 1: {{f(x)}} is no path, but of another",
                "{{}} => column 1: {{}} is no path",
                "a {% if b %} {{c}} => column 3: {% if b %} is a placeholder or tag of Jinja",
                "a {# b #} => column 3: {# b #} is a placeholder or tag of Jinja",
                "{{a}} <%= b %> => column 7: <%= b %> is a placeholder or tag of ERB",
                "{{a}} #{text} => column 7: #{text} is a placeholder or tag of Ruby",
                "{{a}} %(text)s => column 7: %(text)s is a placeholder or tag of Python",
            })
    void placeholderOfNoPath_isRefusedWithItsPlace(String template, String problem) {
        assertThat(refusal(template)).hasMessageStartingWith("line 1, " + problem);
    }

    @Test
    void doubledBracesOverLines_areRefusedWithLineAndColumn() {
        assertThat(refusal("Answer like\n  {{\n    \"topic\": \"card\"\n  }}\n{{text}}"))
                .hasMessageStartingWith("line 2, column 3: {{ \"topic\" is no placeholder");
        assertThat(refusal("{{a}}\n{{\nb}}")).hasMessageStartingWith("line 2, column 1: {{ is not");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{text}}",
                "{{ customer.name? }}",
                "{{/list/0}}",
                "{{/Amount (EUR)}}",
                "{{/a|b}}",
                "{{R&D}}",
                "{{First name}}",
                "{{größe}}",
                "{{_id.$oid}}",
                "{{dc:title}}",
                "{\"answer\": {\"to\": {{text}}}} 100% of {x}, $5, {a, b}",
            })
    void path_isTakenAsItIs(String template) {
        assertThat(PromptTemplate.parse(template).hasPlaceholders()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {
                "{{\"{{\"}}x}},{{x}}",
                "{{ \"}}\" }}.,}}.",
                "{{\"{%\"}} if %},{% if %}",
                "{{\"{{x\"}},{{x",
                "{\"a\": {\"b\": 1}},{\"a\": {\"b\": 1}}",
            })
    void charactersBetweenQuotationMarks_standForThemselves(String template, String text) {
        assertThat(TemplateScanner.constant(template)).isEqualTo(text);
    }

    private static TemplateException refusal(String template) {
        return Objects.requireNonNull(
                catchThrowableOfType(TemplateException.class, () -> PromptTemplate.parse(template)),
                "accepted: " + template);
    }
}
