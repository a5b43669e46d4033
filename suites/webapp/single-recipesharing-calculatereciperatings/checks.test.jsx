import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import CalculateRecipeRatingsComponent from './CalculateRecipeRatings';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('successfully calculates the average rating of a recipe', async () => {
  fetchMock.get('/recipe-rating', { rating: 4.5 });

  await act(async () => { render(<MemoryRouter><CalculateRecipeRatingsComponent /></MemoryRouter>); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Average rating: 4.5')).toBeInTheDocument();
  expect(screen.queryByText('Failed to calculate rating')).toBeNull(); // added
}, 10000);

test('shows error message when failing to calculate the average rating of a recipe', async () => {
  fetchMock.get('/recipe-rating', 500);

  await act(async () => { render(<MemoryRouter><CalculateRecipeRatingsComponent /></MemoryRouter>); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to calculate rating')).toBeInTheDocument();
  expect(screen.queryByText('Average rating: 4.5')).toBeNull(); // added
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('successfully calculates the average rating of a recipe, not before the answer', async () => {
  let answer;
  fetchMock.get('/recipe-rating', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><CalculateRecipeRatingsComponent /></MemoryRouter>); });
  expect(screen.queryByText('Failed to calculate rating')).toBeNull();
  await act(async () => { answer({ rating: 3.2 }); });

  expect(screen.getByText('Average rating: 3.2')).toBeInTheDocument();
}, 10000);
