package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import org.junit.jupiter.api.Test;

class EchoedKeyMaskTest {
    private final HttpResponse response =
            new DefaultHttpResponse(
                    HttpVersion.HTTP_1_1, new HttpResponseStatus(400, "no abc-123 here"));

    @Test
    void keyInTheHead_isMasked() {
        response.headers().add("x-echo", "key=abc-123, abc-123").add("x-abc-123", "1");
        HttpResponse read = read();
        assertThat(read.toString()).doesNotContain("abc-123");
        assertThat(read.status().code()).isEqualTo(400);
        assertThat(read.status().reasonPhrase()).isEqualTo("no *** here");
        assertThat(read.headers().get("x-echo")).isEqualTo("key=***, ***");
    }

    @Test
    void otherHeaders_stay() {
        response.headers().add("retry-after", "3").add("set-cookie", "a").add("set-cookie", "b");
        assertThat(read().headers().entries()).hasSize(3);
    }

    @Test
    void keyInHttp2Headers_isMasked() {
        Http2Headers headers =
                new DefaultHttp2Headers()
                        .status("400")
                        .add("x-echo", "key=abc-123")
                        .add("x-echo", "other")
                        .add("x-abc-123", "1");
        EmbeddedChannel channel = new EmbeddedChannel(new EchoedKeyMask(new ApiKeys("abc-123")));
        assertThat(channel.writeInbound(new DefaultHttp2HeadersFrame(headers))).isTrue();
        assertThat(headers.toString()).doesNotContain("abc-123");
        assertThat(headers.status()).hasToString("400");
        assertThat(headers.getAll("x-echo")).hasToString("[key=***, other]");
    }

    private HttpResponse read() {
        EmbeddedChannel channel = new EmbeddedChannel(new EchoedKeyMask(new ApiKeys("abc-123")));
        assertThat(channel.writeInbound(response)).isTrue();
        return channel.readInbound();
    }
}
