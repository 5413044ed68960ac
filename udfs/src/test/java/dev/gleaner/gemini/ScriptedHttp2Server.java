package dev.gleaner.gemini;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that answers every request by a script, with HTTP/2 over TLS on the loopback address.
 */
final class ScriptedHttp2Server implements AutoCloseable {

    /** What happens once a request is read whole. */
    @FunctionalInterface
    interface Script {
        void answer(Exchange exchange);
    }

    /** One request and the ways to answer it. */
    record Exchange(Channel stream) {
        void headers(int status, boolean end, String... namesAndValues) {
            Http2Headers headers = new DefaultHttp2Headers().status(Integer.toString(status));
            for (int i = 0; i < namesAndValues.length; i += 2) {
                headers.add(namesAndValues[i], namesAndValues[i + 1]);
            }
            ChannelFuture unused = stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, end));
        }

        void body(byte[] bytes) {
            ChannelFuture unused =
                    stream.writeAndFlush(
                            new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), true));
        }

        void part(byte[] bytes) {
            ChannelFuture unused =
                    stream.writeAndFlush(
                            new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), false));
        }

        void answer(int status, byte[] body) {
            headers(status, false);
            body(body);
        }

        void reset() {
            ChannelFuture unused =
                    stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
        }

        void closeConnection() {
            ChannelFuture unused = stream.parent().close();
        }

        void goAway() {
            ChannelFuture unused =
                    stream.parent().writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
        }
    }

    final BlockingQueue<Http2Headers> requests = new LinkedBlockingQueue<>();
    final AtomicInteger connections = new AtomicInteger();

    /** The error codes with which the client ended streams. */
    final BlockingQueue<Long> resets = new LinkedBlockingQueue<>();

    private final Map<Channel, AtomicInteger> streams = new ConcurrentHashMap<>();
    final AtomicInteger mostStreams = new AtomicInteger();

    private final EventLoopGroup threads =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final X509Bundle certificate;
    private final Channel server;

    ScriptedHttp2Server(Script script) throws Exception {
        this(100, script);
    }

    ScriptedHttp2Server(int offeredStreams, Script script) throws Exception {
        certificate = newCertificate();
        SslContext tls =
                SslContextBuilder.forServer(certificate.toKeyManagerFactory())
                        .applicationProtocolConfig(
                                new ApplicationProtocolConfig(
                                        ApplicationProtocolConfig.Protocol.ALPN,
                                        ApplicationProtocolConfig.SelectorFailureBehavior
                                                .NO_ADVERTISE,
                                        ApplicationProtocolConfig.SelectedListenerFailureBehavior
                                                .ACCEPT,
                                        ApplicationProtocolNames.HTTP_2))
                        .build();
        server =
                new ServerBootstrap()
                        .group(threads)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(new Connection(tls, offeredStreams, script))
                        .bind("127.0.0.1", 0)
                        .sync()
                        .channel();
    }

    /** A certificate for the loopback address that signs itself. */
    static X509Bundle newCertificate() throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=test")
                .setIsCertificateAuthority(true)
                .addSanIpAddress("127.0.0.1")
                .buildSelfSigned();
    }

    String endpoint() {
        return "https://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort();
    }

    Path certificate() throws Exception {
        return certificate.toTempRootCertPem().toPath();
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        open.close().syncUninterruptibly();
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Connection extends ChannelInitializer<Channel> {
        private final SslContext tls;
        private final int offeredStreams;
        private final Script script;

        private Connection(SslContext tls, int offeredStreams, Script script) {
            this.tls = tls;
            this.offeredStreams = offeredStreams;
            this.script = script;
        }

        @Override
        protected void initChannel(Channel channel) {
            connections.incrementAndGet();
            streams.put(channel, new AtomicInteger());
            open.add(channel);
            channel.pipeline()
                    .addLast(tls.newHandler(channel.alloc()))
                    .addLast(
                            Http2FrameCodecBuilder.forServer()
                                    .initialSettings(
                                            Http2Settings.defaultSettings()
                                                    .maxConcurrentStreams(offeredStreams))
                                    .build())
                    .addLast(
                            new Http2MultiplexHandler(
                                    new ChannelInitializer<>() {
                                        @Override
                                        protected void initChannel(Channel stream) {
                                            stream.pipeline().addLast(new Request(script));
                                        }
                                    }));
        }
    }

    private final class Request extends ChannelInboundHandlerAdapter {
        private final Script script;

        private Request(Script script) {
            this.script = script;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            AtomicInteger now = streams.get(context.channel().parent());
            if (now != null) {
                mostStreams.accumulateAndGet(now.incrementAndGet(), Math::max);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            AtomicInteger now = streams.get(context.channel().parent());
            if (now != null) {
                now.decrementAndGet();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                resets.add(reset.errorCode());
            }
            context.fireUserEventTriggered(event);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2HeadersFrame headers) {
                requests.add(headers.headers());
            }
            boolean end = message instanceof Http2DataFrame data && data.isEndStream();
            ReferenceCountUtil.release(message);
            if (end) {
                script.answer(new Exchange(context.channel()));
            }
        }
    }
}
