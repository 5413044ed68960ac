package dev.gleaner.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import org.junit.jupiter.api.Test;

class ApiKeyHeaderTest {

    /** AsyncHttpClient logs the request that it made, so that one must stay without the key. */
    @Test
    void keyIsWritten_butNotIntoTheRequestThatIsLogged() {
        FullHttpRequest logged =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.POST,
                        "/",
                        Unpooled.copiedBuffer("body", UTF_8));
        logged.headers().set("a", "b");
        EmbeddedChannel channel =
                new EmbeddedChannel(new ApiKeyHeader(Auth.X_GOOG_API_KEY, new ApiKeys("the-key")));

        channel.writeOutbound(logged);
        FullHttpRequest written = channel.readOutbound();

        assertThat(logged.headers().names()).containsExactly("a");
        assertThat(written.headers().get("x-goog-api-key")).isEqualTo("the-key");
        assertThat(written.headers().get("a")).isEqualTo("b");
        assertThat(written.content().toString(UTF_8)).isEqualTo("body");
        assertThat(written.release()).isTrue();
        assertThat(channel.finish()).isFalse();
    }

    /** It goes to a proxy, in the clear. */
    @Test
    void connect_carriesNoKey() {
        EmbeddedChannel channel =
                new EmbeddedChannel(new ApiKeyHeader(Auth.X_GOOG_API_KEY, new ApiKeys("the-key")));

        channel.writeOutbound(
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1, HttpMethod.CONNECT, "g.example:443"));
        FullHttpRequest written = channel.readOutbound();

        assertThat(written.headers().isEmpty()).isTrue();
    }

    @Test
    void http2Headers_getTheKeyInLowerCase() {
        EmbeddedChannel channel =
                new EmbeddedChannel(new ApiKeyHeader(Auth.BEARER, new ApiKeys("the-key")));

        channel.writeOutbound(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers()));
        Http2HeadersFrame written = channel.readOutbound();

        assertThat(written.headers().get("authorization")).hasToString("Bearer the-key");
    }
}
