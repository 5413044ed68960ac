package dev.gleaner.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gleaner.spec.FieldCondition;
import dev.gleaner.spec.TopicRoute;
import dev.gleaner.spec.TopicTemplate;
import dev.gleaner.spec.TopicTemplate.Part;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicRouterTest {
    private static final TopicRouter ROUTER =
            new TopicRouter(
                    List.of(
                            new TopicRoute(
                                    text("urgent"),
                                    List.of(
                                            new FieldCondition(
                                                    "/urgency",
                                                    List.of(),
                                                    new BigDecimal("4"),
                                                    null))),
                            new TopicRoute(
                                    text("firms"),
                                    List.of(
                                            equalTo("/from/kind", "firm"),
                                            equalTo("/vip", true),
                                            equalTo("/level", new BigDecimal("1E+1")))),
                            new TopicRoute(
                                    new TopicTemplate(
                                            List.of(
                                                    new Part("t.", false),
                                                    new Part("/from/kind", true))),
                                    List.of())));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'urgency':4,'from':{'kind':'firm'}} | urgent",
                "{'urgency':4.0e0,'from':{'kind':'firm'}} | urgent",
                "{'urgency':3.99,'from':{'kind':'firm'}} | t.firm",
                "{'urgency':'9','from':{'kind':'firm'}} | t.firm",
                "{'urgency':1e99999999999,'from':{'kind':'firm'}} | t.firm",
                "{'from':{'x':{'kind':'no'},'kind':'firm'},'vip':true,'level':10.0} | firms",
                "{'from':{'kind':'firm'},'vip':false,'level':10} | t.firm",
                "{'from':{'kind':'firm'},'vip':null,'level':[10]} | t.firm",
                "{'a':[{'from':{'kind':'no'}}],'from':{'kind':'person'},'vip':{'b':1}} | t.person",
            })
    void firstRouteThatFits_isTaken(String answer, String topic) {
        assertThat(ROUTER.topic(bytes(answer.replace('\'', '"')))).isEqualTo(topic);
    }

    @Test
    void answerThatIsAWord_namesTheTopic() {
        TopicRouter router =
                new TopicRouter(
                        List.of(
                                new TopicRoute(
                                        new TopicTemplate(List.of(new Part("", true))),
                                        List.of())));
        assertThat(router.topic(bytes("\"billing\""))).isEqualTo("billing");
    }

    @Test
    void answer_isNotLookedAt_whereThereIsOneTopic() {
        TopicRouter router = new TopicRouter(List.of(new TopicRoute(text("out"), List.of())));
        assertThat(router.topic(bytes("not json"))).isEqualTo("out");
        assertThatThrownBy(() -> ROUTER.topic(bytes("not json")))
                .isInstanceOf(UncheckedIOException.class);
    }

    private static TopicTemplate text(String name) {
        return new TopicTemplate(List.of(new Part(name, false)));
    }

    private static FieldCondition equalTo(String field, Serializable value) {
        return new FieldCondition(field, List.of(value), null, null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
