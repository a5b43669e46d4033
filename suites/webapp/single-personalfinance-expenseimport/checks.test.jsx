import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import MyFinanceTool from './expenseImport';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Success: Import expenses from a CSV file.', async () => {
  fetchMock.post('/api/import-csv', { status: 200, body: { success: true } });

  await act(async () => {
    render(<MemoryRouter><MyFinanceTool /></MemoryRouter>);
  });
  expect(screen.queryByText('CSV imported successfully!')).toBeNull(); // added
  expect(screen.queryByText('Invalid CSV file')).toBeNull(); // added

  const fileInput = screen.getByTestId('csv-file-input');
  const file = new File(['content'], 'expenses.csv', { type: 'text/csv' });

  await act(async () => {
    fireEvent.change(fileInput, { target: { files: [file] } });
  });

  await act(async () => {
    fireEvent.click(screen.getByTestId('import-csv-btn'));
  });

  expect(fetchMock.calls('/api/import-csv').length).toBe(1);
  expect(screen.getByText('CSV imported successfully!')).toBeInTheDocument();
  expect(screen.queryByText('Invalid CSV file')).toBeNull(); // added
}, 10000);

test('Failure: Import expenses from a CSV file.', async () => {
  fetchMock.post('/api/import-csv', { status: 400, body: { error: 'Invalid CSV file' } });

  await act(async () => {
    render(<MemoryRouter><MyFinanceTool /></MemoryRouter>);
  });
  expect(screen.queryByText('CSV imported successfully!')).toBeNull(); // added
  expect(screen.queryByText('Invalid CSV file')).toBeNull(); // added

  const fileInput = screen.getByTestId('csv-file-input');
  const file = new File(['content'], 'expenses.csv', { type: 'text/csv' });

  await act(async () => {
    fireEvent.change(fileInput, { target: { files: [file] } });
  });

  await act(async () => {
    fireEvent.click(screen.getByTestId('import-csv-btn'));
  });

  expect(fetchMock.calls('/api/import-csv').length).toBe(1);
  expect(screen.getByText('Invalid CSV file')).toBeInTheDocument();
  expect(screen.queryByText('CSV imported successfully!')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Success: Import expenses from a CSV file, after a failure', async () => {
  fetchMock.post('/api/import-csv', { status: 400, body: { error: 'Invalid CSV file' } });

  await act(async () => {
    render(<MemoryRouter><MyFinanceTool /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByTestId('csv-file-input'), { target: { files: [new File(['content'], 'expenses.csv', { type: 'text/csv' })] } });
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('import-csv-btn'));
  });

  fetchMock.reset();
  fetchMock.post('/api/import-csv', { status: 200, body: { success: true } });
  if (screen.queryAllByTestId('csv-file-input').length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByTestId('csv-file-input'), { target: { files: [new File(['content'], 'expenses.csv', { type: 'text/csv' })] } });
  });
  if (screen.queryAllByTestId('import-csv-btn').length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByTestId('import-csv-btn'));
  });

  if (screen.queryAllByText('CSV imported successfully!').length) expect(screen.queryByText('Invalid CSV file')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Failure: Import expenses from a CSV file, after a success', async () => {
  fetchMock.post('/api/import-csv', { status: 200, body: { success: true } });

  await act(async () => {
    render(<MemoryRouter><MyFinanceTool /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByTestId('csv-file-input'), { target: { files: [new File(['content'], 'expenses.csv', { type: 'text/csv' })] } });
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('import-csv-btn'));
  });

  fetchMock.reset();
  fetchMock.post('/api/import-csv', { status: 400, body: { error: 'Invalid CSV file' } });
  if (screen.queryAllByTestId('csv-file-input').length !== 1) return;
  await act(async () => {
    fireEvent.change(screen.getByTestId('csv-file-input'), { target: { files: [new File(['content'], 'expenses.csv', { type: 'text/csv' })] } });
  });
  if (screen.queryAllByTestId('import-csv-btn').length !== 1) return;
  await act(async () => {
    fireEvent.click(screen.getByTestId('import-csv-btn'));
  });

  if (screen.queryAllByText('Invalid CSV file').length) expect(screen.queryByText('CSV imported successfully!')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('Success: Import expenses from a CSV file, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/import-csv', new Promise((resolve) => { answer = resolve; }));

  await act(async () => {
    render(<MemoryRouter><MyFinanceTool /></MemoryRouter>);
  });
  await act(async () => {
    fireEvent.change(screen.getByTestId('csv-file-input'), { target: { files: [new File(['content'], 'expenses.csv', { type: 'text/csv' })] } });
  });
  await act(async () => {
    fireEvent.click(screen.getByTestId('import-csv-btn'));
  });
  expect(screen.queryByText('CSV imported successfully!')).toBeNull();
  expect(screen.queryByText('Invalid CSV file')).toBeNull();
  await act(async () => { answer({ status: 200, body: { success: true } }); });

  expect(screen.getByText('CSV imported successfully!')).toBeInTheDocument();
}, 10000);
