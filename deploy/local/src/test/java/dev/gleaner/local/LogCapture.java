package dev.gleaner.local;

import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Has this JVM log to a file until closed: everything at INFO, what handles a key at DEBUG. */
final class LogCapture implements AutoCloseable {
    private final LoggerContext context;

    private LogCapture(LoggerContext context) {
        this.context = context;
    }

    static LogCapture to(Path file) {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        Configuration configuration = context.getConfiguration();
        FileAppender appender =
                FileAppender.newBuilder()
                        .setName("capture")
                        .withFileName(file.toString())
                        .setLayout(
                                PatternLayout.newBuilder()
                                        .withPattern("%p %c %m%n%xEx")
                                        .withConfiguration(configuration)
                                        .build())
                        .build();
        appender.start();
        LoggerConfig root = configuration.getRootLogger();
        root.getAppenders().keySet().forEach(root::removeAppender);
        root.setLevel(Level.INFO);
        root.addAppender(appender, Level.ALL, null);
        for (String logger : new String[] {"dev.gleaner", "org.asynchttpclient", "io.netty"}) {
            configuration.addLogger(logger, new LoggerConfig(logger, Level.DEBUG, true));
        }
        // At this level Kafka's clients log all their properties.
        configuration
                .getLoggerConfig("org.apache.kafka.common.config.AbstractConfig")
                .setLevel(Level.INFO);
        context.updateLoggers();
        return new LogCapture(context);
    }

    @Override
    public void close() {
        context.reconfigure();
    }
}
