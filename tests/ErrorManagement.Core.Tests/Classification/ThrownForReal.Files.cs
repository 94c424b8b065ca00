using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.IO.MemoryMappedFiles;
using static ErrorManagement.ErrorCategory;
using static ErrorManagement.ErrorSeverity;

namespace ErrorManagement.Core.Tests.Classification;

// Files, archives, programs to start.
internal static partial class ThrownForReal
{
    private static Dictionary<string, Case> Files()
    {
        var cases = new Dictionary<string, Case>
        {
            ["file: not found"] = new(Sync(() => File.ReadAllText("/no-such-file-em")), Permanent),
            ["file: without a length"] = new(Sync(() => _ = new FileInfo("/no-such-file-em").Length), Permanent),
            ["file: no such directory"] = new(Sync(() => File.ReadAllText("/no-such-directory-em/file")), Permanent),
            ["file: no such directory to list"] = new(Sync(() => Directory.GetFiles("/no-such-directory-em")), Permanent),
            ["file: path too long"] = new(Sync(() => File.WriteAllText(Path.Combine(Path.GetTempPath(), new string('x', 5_000)), "")), Permanent),
            ["file: a directory is no file"] = new(Sync(() => File.ReadAllText(Path.GetTempPath())), Authentication, Error, "hresult:0x0000000d|"),
            ["file: locked by another"] = new(Sync(OpenTwice), Transient, Error, "hresult:0x0000000b"),
            ["file: exists already"] = new(Sync(() => WithFile(path => new FileStream(path, FileMode.CreateNew).Dispose())), Transient, Error, "hresult:0x00000011"),
            ["file: copied onto another"] = new(Sync(() => WithFile(path => WithFile(other => File.Copy(path, other)))), Transient, Error, "hresult:0x00000011"),
            ["file: a directory where a file is"] = new(Sync(() => WithFile(path => Directory.CreateDirectory(path))), Transient, Error, "hresult:0x00000011"),
            ["file: directory not empty"] = new(Sync(() => WithDirectory(DeleteFull)), Transient, Error, "hresult:0x00000027"),
            ["file: link that leads to itself"] = new(Sync(() => WithDirectory(OpenLoop)), Transient, Error, "hresult:0x00000028"),
            ["file: path with a zero"] = new(Sync(() => File.ReadAllText("a\0b")), DataValidation),
            ["file: empty path"] = new(Sync(() => File.ReadAllText("")), DataValidation),
            ["file: end of stream"] = new(Sync(() => new BinaryReader(Stream.Null).ReadInt32()), Transient),
            ["file: end of stream, exactly"] = new(Sync(() => new MemoryStream().ReadExactly(new byte[1])), Transient),
            ["file: write to one opened for reading"] = new(Sync(() => WithFile(path => WriteToReadOnly(path))), Permanent),
            ["file: seek without a position"] = new(Sync(() => new GZipStream(Stream.Null, CompressionMode.Compress).Seek(0, SeekOrigin.Begin)), Permanent),
            ["file: mapped beyond its end"] = new(Sync(() => WithFile(path => MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0).Dispose())), DataValidation),
            ["file: no such drive"] = new(Sync(() => _ = new DriveInfo("/no-such-drive-em").TotalSize), Permanent),

            ["archive: not a ZIP"] = new(Sync(() => new ZipArchive(new MemoryStream([1, 2, 3])).Dispose()), DataValidation),
            ["archive: no such ZIP"] = new(Sync(() => ZipFile.OpenRead("/no-such-file-em").Dispose()), Permanent),
            ["archive: not gzip"] = new(Sync(() => new GZipStream(new MemoryStream([1, 2, 3, 4]), CompressionMode.Decompress).ReadByte()), DataValidation),
            ["archive: not zlib"] = new(Sync(() => new ZLibStream(new MemoryStream([1, 2, 3, 4]), CompressionMode.Decompress).ReadByte()), DataValidation),
            ["archive: not deflate"] = new(Sync(() => new DeflateStream(new MemoryStream([7, 7, 7, 7]), CompressionMode.Decompress).ReadByte()), DataValidation),
            ["archive: not Brotli"] = new(Sync(() => new BrotliStream(new MemoryStream([0xff, 0xff, 0xff, 0xff]), CompressionMode.Decompress).ReadByte()), DataValidation),
            ["archive: not tar"] = new(Sync(() => new TarReader(new MemoryStream(Enumerable.Repeat((byte)7, 1024).ToArray())).GetNextEntry()), DataValidation),

            ["program: not found"] = new(Sync(() => Process.Start("no-such-program-em")), Permanent, Error, "hresult:0x00000002"),
            ["program: not allowed to run"] = new(Sync(() => WithFile(path => Process.Start(path))), Authentication, Error, "hresult:0x0000000d"),
            ["program: in no such directory"] = new(Sync(() => Process.Start(new ProcessStartInfo("true") { WorkingDirectory = "/no-such-directory-em" })), Permanent, Error, "hresult:0x00000002"),
            ["program: no such process"] = new(Sync(() => Process.GetProcessById(int.MaxValue)), DataValidation),
            ["program: not started"] = Undecided(() => new Process().Kill(), "a mistake in the program"),
        };
        if (OperatingSystem.IsLinux())
        {
            cases["file: disk full"] = new(Sync(() => File.WriteAllText("/dev/full", "x")), Transient, Error, "hresult:0x0000001c");
            cases["file: disk full at the flush"] = new(async () => await WriteAsync("/dev/full"), Transient, Error, "hresult:0x0000001c");
            cases["file: device fails"] = new(Sync(() => File.ReadAllBytes("/proc/self/mem")), Transient, Error, "hresult:0x00000005");
        }

        return cases;
    }

    private static void OpenTwice() => WithFile(path =>
    {
        using var first = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using var second = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    });

    private static void DeleteFull(string path)
    {
        File.WriteAllText(Path.Combine(path, "file"), "");
        Directory.Delete(path);
    }

    private static void OpenLoop(string path)
    {
        var link = Path.Combine(path, "link");
        File.CreateSymbolicLink(link, link);
        File.ReadAllText(link);
    }

    private static void WriteToReadOnly(string path)
    {
        using var stream = File.OpenRead(path);
        stream.WriteByte(1);
    }

    private static async Task WriteAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Write);
        await stream.WriteAsync(new byte[1]);
        await stream.FlushAsync();
    }
}
