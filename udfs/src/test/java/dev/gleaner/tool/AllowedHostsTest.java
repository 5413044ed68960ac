package dev.gleaner.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    api.example             , https://api.example/x      , true
                    API.example             , https://api.EXAMPLE/x      , true
                    api.example             , https://api.example:443/x  , true
                    api.example             , https://api.example:8443/x , false
                    api.example:8443        , https://api.example:8443/x , true
                    api.example:8443        , https://api.example/x      , false
                    api.example             , https://api.example.evil/x , false
                    api.example             , https://evil.api.example/x , false
                    api.example             , http://api.example/x       , false
                    https://api.example     , https://api.example/x      , true
                    https://localhost       , http://localhost/x         , false
                    http://api.example      , http://api.example/x       , true
                    http://api.example      , https://api.example/x      , false
                    http://api.example:8080 , http://api.example:8080/x  , true
                    http://api.example:8080 , http://api.example/x       , false
                    crm                     , http://crm/x               , true
                    crm:8080                , http://crm:8080/x          , true
                    127.0.0.1:8080          , http://127.0.0.1:8080/x    , true
                    [::1]:8080              , http://[::1]:8080/x        , true
                    10.0.0.1                , http://10.0.0.1/x          , false
                    """)
    void host_isAllowedWithItsPortAndScheme(String entry, String address, boolean allowed) {
        AllowedHosts hosts = new AllowedHosts(List.of("other.example", entry));

        if (allowed) {
            hosts.check(URI.create(address));
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> hosts.check(URI.create(address)))
                    .withMessageContaining("other.example");
        }
    }

    @Test
    void plainHttp_isToldWhatToWrite() {
        AllowedHosts hosts = new AllowedHosts(List.of("api.example"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> hosts.check(URI.create("http://api.example/x")))
                .withMessageContaining("http must be allowed as such: http://host:port");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*.example",
                "*",
                "",
                "a b",
                "https://h/path",
                "h/path",
                "u@h",
                "h?x",
                "h#x",
                "ftp://h",
                "any_host.example:x"
            })
    void entryThatIsNoHost_isRefused(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllowedHosts(List.of(entry)))
                .satisfies(e -> assertThat(e.getMessage()).endsWith(": " + entry));
    }
}
