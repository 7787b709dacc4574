using Orleans.Runtime;

namespace Orleans.AdoNet;

/// <summary>The SQL of one provider, read from table OrleansQuery when the silo starts.</summary>
internal sealed class StoredQueries
{
    const string SelectAll = "SELECT QueryKey, QueryText FROM OrleansQuery";

    readonly Dictionary<string, string> _texts;

    StoredQueries(Dictionary<string, string> texts) => _texts = texts;

    internal string this[string key] => _texts[key];

    internal static async Task<StoredQueries> LoadAsync(
        RelationalDatabase database, string owner, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            SelectAll, static _ => { }, static row => (row.GetString(0), row.GetString(1)), cancellationToken);
        var texts = rows.ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);

        var missing = keys.Where(key => !texts.ContainsKey(key)).Order(StringComparer.Ordinal).ToArray();
        return missing.Length == 0
            ? new StoredQueries(texts)
            : throw new OrleansConfigurationException(
                $"{owner}: table OrleansQuery lacks {string.Join(", ", missing)}. "
                + "Apply the migrations of Orleans' tables to this database.");
    }
}
