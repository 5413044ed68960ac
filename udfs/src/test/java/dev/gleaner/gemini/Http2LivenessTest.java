package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asynchttpclient.netty.channel.Http2ConnectionState.HTTP2_STATE_KEY;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2PingFrame;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.asynchttpclient.netty.channel.Http2ConnectionState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Http2LivenessTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Http2ConnectionState state = new Http2ConnectionState();

    @BeforeEach
    void addHandler() {
        channel.freezeTime();
        channel.attr(HTTP2_STATE_KEY).set(state);
        channel.pipeline().addLast(new Http2Liveness(Duration.ofSeconds(15)));
    }

    @Test
    void noStreamForAnInterval_isClosed() {
        pass(15);
        assertThat(channel.isOpen()).isTrue();
        pass(14);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void streamThatEndedWithinTheInterval_countsAsUse() {
        pass(15);
        channel.writeOutbound(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers()));
        channel.writeInbound("an answer");
        pass(15);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void silenceWithStreams_isAskedAboutAndThenDeath() {
        assertThat(state.tryAcquireStream()).isTrue();
        pass(15);
        assertThat(channel.<Object>readOutbound()).isInstanceOf(Http2PingFrame.class);
        pass(14);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void serverThatAnswersPings_mayBeSilentForLong() {
        assertThat(state.tryAcquireStream()).isTrue();
        for (int i = 0; i < 20; i++) {
            pass(15);
            if (channel.readOutbound() != null) {
                channel.writeInbound(new DefaultHttp2PingFrame(0, true));
            }
        }
        assertThat(channel.isOpen()).isTrue();
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
