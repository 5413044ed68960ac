package dev.gleaner.local;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote down. */
final class LocalVersion implements IVersionProvider {
    private static final String RESOURCE = "/gleaner-local.properties";

    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = LocalVersion.class.getResourceAsStream(RESOURCE)) {
            properties.load(in);
        }
        return new String[] {"gleaner " + properties.getProperty("version")};
    }
}
