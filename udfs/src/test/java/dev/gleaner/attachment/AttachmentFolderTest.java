package dev.gleaner.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.local.LocalDataOutputStream;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How files get into their place on FileSystems that differ from the local one. */
class AttachmentFolderTest {
    private final Path temporary;

    AttachmentFolderTest(@TempDir Path temporary) {
        this.temporary = temporary;
    }

    @Test
    void fileSystemThatRenamesToFreeNamesOnly_replacesAllTheSame() throws IOException {
        AttachmentFolder folder = folder(new LikeHdfs(), true);

        folder.write("f", "a.png", new byte[] {1});
        folder.write("f", "a.png", new byte[] {2});

        assertThat(files()).hasSize(1);
        assertThat(files().get(0)).hasBinaryContent(new byte[] {2});
    }

    @Test
    void fileThatCannotBeRenamed_leavesNothing() throws IOException {
        AttachmentFolder folder = folder(new NeverRenaming(), true);

        assertThatThrownBy(() -> folder.write("f", "a.png", new byte[] {1}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("could not be renamed");

        assertThat(files()).isEmpty();
    }

    @Test
    void objectStore_isWrittenDirectly() throws IOException {
        NeverRenaming store = new NeverRenaming();

        folder(store, false).write("f", "a.png", new byte[] {1});

        assertThat(files()).hasSize(1);
        assertThat(store.created).singleElement().asString().endsWith("/f/a.png");
    }

    @Test
    void brokenWrite_leavesNoPart() throws IOException {
        AttachmentFolder folder = folder(new DiskFull(), false);

        assertThatThrownBy(() -> folder.write("f", "a.png", new byte[] {1, 2}))
                .hasMessage("No space left on device");

        assertThat(files()).isEmpty();
    }

    private AttachmentFolder folder(LocalFileSystem fileSystem, boolean renames) {
        return new AttachmentFolder(
                new org.apache.flink.core.fs.Path(temporary.toUri()), fileSystem, renames);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static final class LikeHdfs extends LocalFileSystem {
        @Override
        public boolean rename(
                org.apache.flink.core.fs.Path source, org.apache.flink.core.fs.Path target)
                throws IOException {
            return !exists(target) && super.rename(source, target);
        }
    }

    private static final class NeverRenaming extends LocalFileSystem {
        private final List<org.apache.flink.core.fs.Path> created = new ArrayList<>();

        @Override
        public FSDataOutputStream create(org.apache.flink.core.fs.Path file, WriteMode overwrite)
                throws IOException {
            created.add(file);
            return super.create(file, overwrite);
        }

        @Override
        public boolean rename(
                org.apache.flink.core.fs.Path source, org.apache.flink.core.fs.Path target) {
            return false;
        }
    }

    private static final class DiskFull extends LocalFileSystem {
        @Override
        public FSDataOutputStream create(org.apache.flink.core.fs.Path file, WriteMode overwrite)
                throws IOException {
            super.create(file, overwrite).close();
            return new LocalDataOutputStream(pathToFile(file)) {
                @Override
                public void write(byte[] data, int offset, int length) throws IOException {
                    super.write(data, offset, length - 1);
                    throw new IOException("No space left on device");
                }

                @Override
                public void write(byte[] data) throws IOException {
                    write(data, 0, data.length);
                }
            };
        }
    }
}
