package dev.gleaner.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.http.HttpProxy;
import dev.gleaner.http.LastSent;
import dev.gleaner.http.Proxies;
import dev.gleaner.http.ProxySettings;
import dev.gleaner.model.FailureKind;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolverException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.asynchttpclient.exception.RemotelyClosedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionFaultTest {
    private static final HttpProxy PROXY =
            Objects.requireNonNull(
                    Proxies.of(new ProxySettings("http://p.example:3128", null, List.of()))
                            .to(URI.create("https://g.example")));

    @ParameterizedTest
    @CsvSource({
        "407, CONNECT, https, PROXY_UNUSABLE",
        "401, CONNECT, https, PROXY_UNUSABLE",
        "403, CONNECT, https, CONNECTION_FAILED",
        "503, CONNECT, https, CONNECTION_FAILED",
        "407, REQUEST, http, PROXY_UNUSABLE"
    })
    void statusOfTheProxy_namesTheProxy(
            int status, LastSent sent, String scheme, FailureKind kind) {
        URI endpoint = URI.create(scheme + "://g.example:444");

        assertThat(ConnectionFault.ofProxy(status, endpoint, PROXY, sent))
                .satisfies(
                        fault -> {
                            assertThat(fault.kind()).isEqualTo(kind);
                            assertThat(fault.detail())
                                    .startsWith(
                                            "the proxy p.example:3128 (from model.proxy) answered"
                                                    + " HTTP "
                                                    + status)
                                    .contains("g.example:444");
                        });
    }

    @ParameterizedTest
    @CsvSource({"407, https", "403, http", "401, http", "500, https"})
    void statusThatTheEndpointMayHaveSent_isNotTheProxys(int status, String scheme) {
        URI endpoint = URI.create(scheme + "://g.example");

        assertThat(ConnectionFault.ofProxy(status, endpoint, PROXY, LastSent.REQUEST)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "NOTHING, no connection to the proxy p.example:3128",
        "CONNECT, no connection to g.example:443 by way of the proxy p.example:3128",
        "REQUEST, no connection to g.example:443 by way of the proxy p.example:3128"
    })
    void exceptionBehindAProxy_namesWhatWasNotReached(LastSent sent, String words) {
        ConnectionFault fault =
                ConnectionFault.of(new ConnectException("refused"), ENDPOINT, PROXY, sent);

        assertThat(fault.kind()).isEqualTo(FailureKind.CONNECTION_FAILED);
        assertThat(fault.detail()).startsWith(words);
    }

    private static final URI ENDPOINT = URI.create("https://g.example/v1beta");

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(
                        new TimeoutException("Request timeout to g.example after 60000 ms"),
                        FailureKind.ATTEMPT_TIMEOUT,
                        "no complete answer in time from g.example:443"),
                Arguments.of(
                        wrapped(new UnknownHostException("g.example")),
                        FailureKind.CONNECTION_FAILED,
                        "host name not found: g.example:443"),
                Arguments.of(
                        wrapped(new ConnectTimeoutException("timed out")),
                        FailureKind.CONNECTION_FAILED,
                        "no connection in time to g.example:443"),
                Arguments.of(
                        new ConnectException("Connection refused"),
                        FailureKind.CONNECTION_FAILED,
                        "no connection to g.example:443: ConnectException: Connection refused"),
                Arguments.of(
                        wrapped(
                                new SSLException(
                                        "PKIX path building failed",
                                        new CertificateException("no trusted certificate"))),
                        FailureKind.CONNECTION_FAILED,
                        "TLS handshake with g.example:443 failed: CertificateException: no trusted"
                                + " certificate"),
                Arguments.of(
                        RemotelyClosedException.INSTANCE,
                        FailureKind.CONNECTION_FAILED,
                        "g.example:443 closed the connection before a complete answer"),
                Arguments.of(
                        new ClosedChannelException(),
                        FailureKind.CONNECTION_FAILED,
                        "g.example:443 closed the connection before a complete answer"),
                Arguments.of(
                        new IOException("Connection reset by peer"),
                        FailureKind.CONNECTION_FAILED,
                        "connection to g.example:443 broke: IOException: Connection reset by peer"),
                Arguments.of(
                        new DecompressionException("not gzip"),
                        FailureKind.CONNECTION_FAILED,
                        "the answer of g.example:443 cannot be unpacked: DecompressionException:"
                                + " not gzip"),
                Arguments.of(
                        new IllegalStateException("Closed"),
                        FailureKind.CONNECTION_FAILED,
                        "exchange with g.example:443 failed: IllegalStateException: Closed"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void exception_isNamedInPlainWords(Throwable thrown, FailureKind kind, String detail) {
        assertThat(ConnectionFault.of(thrown, ENDPOINT))
                .isEqualTo(new ConnectionFault(kind, detail));
    }

    @Test
    void silentNameServer_isAHostNameNotResolved() {
        DnsNameResolverException thrown =
                new DnsNameResolverException(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 53),
                        new DefaultDnsQuestion("g.example", DnsRecordType.A),
                        "query timed out");

        assertThat(ConnectionFault.of(thrown, ENDPOINT).detail())
                .startsWith("host name not resolved: g.example:443")
                .contains("query timed out");
    }

    @Test
    void circularCause_ends() {
        IOException first = new IOException("a");
        first.initCause(new IOException("b", first));

        assertThat(ConnectionFault.of(first, ENDPOINT).kind())
                .isEqualTo(FailureKind.CONNECTION_FAILED);
    }

    private static Throwable wrapped(Throwable cause) {
        ConnectException wrapper = new ConnectException(cause.getMessage());
        wrapper.initCause(cause);
        return wrapper;
    }
}
