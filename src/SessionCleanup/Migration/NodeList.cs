using System.Numerics;
using SessionCleanup.Errors;

namespace SessionCleanup.Migration;

/// <summary>
/// The file of migrate --nodes: a connection a line, node 0 first; empty lines and those that begin with # do not
/// count.
/// </summary>
internal static class NodeList
{
    /// <exception cref="UsageException">There is no such file, or it does not name a power of two of nodes.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"--nodes: the file can't be read ({exception.Message})", "It has a connection a line, node 0 first.");
        }

        var nodes = lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').ToList();
        if (!BitOperations.IsPow2(nodes.Count))
        {
            throw new UsageException(
                $"--nodes: the file names {nodes.Count} nodes, and their number must be a power of two",
                "It has a connection a line, node 0 first. Several nodes may be databases of one server.");
        }

        var twice = nodes.Index().FirstOrDefault(node => nodes.IndexOf(node.Item) < node.Index);
        return twice.Item is null
            ? nodes
            : throw new UsageException(
                $"--nodes: the file names node {nodes.IndexOf(twice.Item)} again as node {twice.Index}",
                "Each node is a database of its own.");
    }
}
