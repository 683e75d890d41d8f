namespace SnapshotSeed.IntegrationTests.Docs;

/// <summary>What the documentation links to.</summary>
public sealed class DocumentedLinks
{
    [Fact]
    public void Lead_to_files_and_headings_that_exist()
    {
        var documents = Document.OfUsers.Add(new("tests/README.md")).Add(new("fixtures/README.md"));

        Assert.Empty(
            from document in documents
            from link in document.Links
            where !link.Contains("://", StringComparison.Ordinal) && !Exists(document, link)
            select $"{document.Name}: {link}"
        );
    }

    private static bool Exists(Document document, string link)
    {
        var (path, anchor) = link.Split('#') is [var before, var behind] ? (before, behind) : (link, null);
        var target = path.Length == 0 ? document.Name : Path.Combine(Path.GetDirectoryName(document.Name)!, path);
        return anchor is null
            ? Path.Exists(Repository.At(target))
            : File.Exists(Repository.At(target)) && new Document(target).Anchors.Contains(anchor);
    }
}
